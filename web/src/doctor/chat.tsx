import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/doctor';
import { clock } from '../lib/format';
import type { Call } from '../state/call';
import { Button, Empty } from '../ui';
import { useKeys } from './keys';

/** Messages with the caller, kept with the call; what did not arrive yet says so. */
export function Chat({ live }: { live: Call }) {
  const text = useSignal('');
  const list = useRef<HTMLOListElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const messages = live.messages.value;
  useEffect(() => list.current?.scrollTo(0, list.current.scrollHeight), [messages.length]);
  useKeys({ 6: () => box.current?.focus() });
  const send = (event: Event) => {
    event.preventDefault();
    live.sendMessage(text.value);
    text.value = '';
  };
  return (
    <section class="chat" aria-label={t().chat}>
      <h2>{t().chat}</h2>
      {messages.length === 0 && <Empty>{t().chatEmpty}</Empty>}
      <ol
        class="said-list"
        ref={list}
        aria-live="polite"
        tabIndex={messages.length ? 0 : undefined}
        aria-label={t().chat}
      >
        {messages.map((one) => (
          <li key={one.id} class={one.mine ? 'said mine' : 'said'}>
            <p class="words">{one.body}</p>
            <p class="soft">
              {one.mine ? t().chatMe : t().chatThem} · <span class="number">{clock(one.sent_at)}</span>
              {one.pending && ` · ${t().chatUnsent}`}
              {one.failed && ` · ${t().chatFailed}`}
            </p>
          </li>
        ))}
      </ol>
      <form class="chat-write" onSubmit={send}>
        <input
          ref={box}
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
        <Button type="submit" icon="send" disabled={!text.value.trim()}>
          {t().chatSend}
        </Button>
      </form>
    </section>
  );
}
