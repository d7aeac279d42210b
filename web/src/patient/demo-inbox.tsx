import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { demoInbox } from '../api/demo';
import { t } from '../i18n/words';
import { Button, Card } from '../ui';

const LOOK_EVERY = 2000;

/** Demo only: the text messages that would have gone out, with the code one tap away. */
export function DemoInbox({ phone, use }: { phone: string; use: (code: string) => void }) {
  const code = useSignal<string | null>(null);
  useEffect(() => {
    const look = async () => {
      const newest = (await demoInbox()).find((message) => message.phone === phone);
      code.value = newest?.text.match(/\b\d{6}\b/)?.[0] ?? null;
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY);
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
