/**
 * A page kept from before an update may ask for files that are gone. When a file cannot be had, see whether the server
 * now serves another page, and only then load it: a thin network alone must never throw anybody out.
 */
export function reloadWhenOutdated(): void {
  addEventListener('vite:preloadError', () => void look());
}

async function look(): Promise<void> {
  const entry = document.querySelector<HTMLScriptElement>('script[type=module]');
  const page = await fetch(location.pathname, { cache: 'no-store' }).catch(() => null);
  if (!entry || !page?.ok) return;
  if (!(await page.text()).includes(new URL(entry.src).pathname)) location.reload();
}
