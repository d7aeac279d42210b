import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { common } from '../../i18n/common';
import { t } from '../../i18n/words';
import { clock } from '../../lib/format';
import type { Call } from '../../state/call';
import { Button, Empty } from '../../ui';
import { givenName } from '../state';

/** Messages with the doctor; kept with the call, and sent again until they arrive. */
export function Chat({ live, close }: { live: Call; close: () => void }) {
  const text = useSignal('');
  const list = useRef<HTMLOListElement>(null);
  const count = live.messages.value.length;
  useEffect(() => {
    list.current?.scrollTo(0, list.current.scrollHeight);
  }, [count]);
  const send = (event: Event) => {
    event.preventDefault();
    if (!text.value.trim()) return;
    live.sendMessage(text.value);
    text.value = '';
  };
  return (
    <section class="chat" aria-label={t().chatTitle}>
      <div class="row apart">
        <h2>{t().chatTitle}</h2>
        <Button kind="quiet" icon="close" onClick={close}>
          {common().close}
        </Button>
      </div>
      {count === 0 && <Empty>{t().chatEmpty}</Empty>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol ref={list} aria-live="polite" aria-label={t().chatTitle} tabIndex={0}>
        {live.messages.value.map((message) => (
          <li key={message.id} class={message.mine ? 'said mine' : 'said'}>
            <p>{message.body}</p>
            <p class="soft">
              {message.mine ? t().chatMe : t().withDoctor(givenName(message.author_name))} · {clock(message.sent_at)}
              {message.pending && ` · ${t().chatUnsent}`}
            </p>
          </li>
        ))}
      </ol>
      <form class="write" onSubmit={send}>
        <input
          class="input"
          aria-label={t().chatWrite}
          placeholder={t().chatWrite}
          maxLength={2000}
          autocomplete="off"
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
        <Button kind="primary" icon="send" type="submit">
          {t().chatSend}
        </Button>
      </form>
    </section>
  );
}
