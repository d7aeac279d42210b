import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/words';
import { Button, Card } from '../ui';
import { api } from './state';

/** Demo only: the text messages that would have gone out, with the code one tap away. */
export function DemoInbox({ phone, use }: { phone: string; use: (code: string) => void }) {
  const code = useSignal<string | null>(null);
  useEffect(() => {
    const look = async () => {
      const { messages } = await api.get('/api/demo/inbox').catch(() => ({ messages: [] }));
      const newest = messages.filter((message) => message.phone === phone).sort((a, b) => b.at.localeCompare(a.at))[0];
      code.value = newest?.text.match(/\b\d{6}\b/)?.[0] ?? null;
    };
    void look();
    const timer = setInterval(() => void look(), 2000);
    return () => clearInterval(timer);
  }, [phone]);
  return (
    <Card class="stack tight">
      <h2>{t().demoInbox}</h2>
      <p class="soft">{t().demoInboxHint}</p>
      {code.value && (
        <Button icon="chat" onClick={() => use(code.value ?? '')}>
          {t().useCode(code.value)}
        </Button>
      )}
    </Card>
  );
}
