import { q } from '../i18n/queue';
import { Icon, type IconName, Pill } from '../ui';

const LOOKS: Record<number, { tone: '' | 'lamp' | 'danger'; icon: IconName }> = {
  3: { tone: 'danger', icon: 'warn' },
  2: { tone: 'lamp', icon: 'clock' },
  1: { tone: '', icon: 'info' },
};

/** How urgent, in a word and a sign: colour alone says nothing. */
export function Priority({ level }: { level: number }) {
  const looks = LOOKS[level] ?? LOOKS[2];
  return (
    <Pill tone={looks?.tone ?? ''}>
      <Icon name={looks?.icon ?? 'info'} size={20} />
      {q().priority[level] ?? q().priority[2]}
    </Pill>
  );
}
