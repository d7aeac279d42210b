import type { ComponentChildren } from 'preact';
import { s } from '../i18n/staff';
import type { Session } from '../state/session';
import { Button, Lamp } from '../ui';
import { LanguageSwitch } from '../ui/language';

/** The top of a staff page: whose page, who is signed in, and the way out. */
export function Head({ session, page, children }: { session: Session; page: string; children?: ComponentChildren }) {
  return (
    <header class="staff-head">
      <span class="brand">
        <Lamp lit size={40} />
        <span class="brand-word">{page}</span>
      </span>
      {children}
      <div class="row staff-self">
        <strong>{session.me.value?.display_name}</strong>
        <LanguageSwitch />
        <Button kind="quiet" icon="out" onClick={() => void session.signOut()}>
          {s().signOut}
        </Button>
      </div>
    </header>
  );
}
