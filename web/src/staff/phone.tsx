/** A number as people read it out: 0912 000 001 for Viet Nam. The gaps are drawn, not written, so that it copies whole. */
export function Phone({ number }: { number: string }) {
  return (
    <span class="phone number">
      {parts(number).map((part, at) => (
        <span key={at}>{part}</span>
      ))}
    </span>
  );
}

function parts(phone: string): string[] {
  const national = /^\+84(\d{9,10})$/.exec(phone)?.[1];
  if (!national) return [phone];
  const digits = `0${national}`;
  return [digits.slice(0, 4), digits.slice(4, 7), digits.slice(7)];
}
