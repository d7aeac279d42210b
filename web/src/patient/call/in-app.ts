/** Pages opened inside another app (Zalo, Facebook): the camera is often refused there, whatever the family answers. */
export const insideApp = (agent: string): boolean =>
  /Zalo|FBAN|FBAV|FB_IAB|Instagram|Line\/|MicroMessenger/i.test(agent);

/** An address that Android hands to Chrome; null where there is no such thing (iOS says it in words). */
export function chromeAddress(agent: string, page: URL): string | null {
  if (!/Android/i.test(agent)) return null;
  const scheme = page.protocol.replace(':', '');
  return `intent://${page.host}${page.pathname}#Intent;scheme=${scheme};package=com.android.chrome;end`;
}
