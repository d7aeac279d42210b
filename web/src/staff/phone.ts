/** A number as people read it out: 0912 000 001 for Viet Nam, the rest as it is. */
export function spokenPhone(phone: string): string {
  const national = /^\+84(\d{9,10})$/.exec(phone)?.[1];
  if (!national) return phone;
  const digits = `0${national}`;
  return `${digits.slice(0, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}`;
}
