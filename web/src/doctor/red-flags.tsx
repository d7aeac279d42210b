import type { Shape } from '../api/client';
import { language } from '../i18n';
import { t } from '../i18n/doctor';
import { clock } from '../lib/format';
import type { View } from '../state/call';
import { Icon } from '../ui';

type Triage = Shape<'TriageSummary'>;

/** What the family answered while it rang, and where the patient is: read before anything else. */
export function RedFlags({ view }: { view: View }) {
  const { triage, place, dialled_115: dialled } = view;
  if (!triage) return null;
  return (
    <section
      class={`flags ${triage.signs.length > 0 || triage.self_harm ? ['', '', 'urgent', 'emergency'][view.priority] : ''}`}
      aria-label={t().flags.title}
    >
      <Signs triage={triage} />
      {triage.self_harm && <p class="strong">{t().flags.selfHarm}</p>}
      {triage.last_normal && <p class="strong">{lastNormal(triage.last_normal)}</p>}
      {dialled && (
        <p class="strong">
          <Icon name="phone" size={22} /> {dialledWords(dialled)}
        </p>
      )}
      {triage.measured.length > 0 && <p>{triage.measured.map(words).join(' · ')}</p>}
      {triage.unanswered > 0 && <p class="soft">{t().flags.unanswered(triage.unanswered)}</p>}
      {place && (
        <p class="soft">
          {t().flags.place([place.commune, place.province_name].filter(Boolean).join(', '))}
          {place.note && ` · ${place.note}`}
          {!place.said && ` ${t().flags.presumed}`}
        </p>
      )}
    </section>
  );
}

function Signs({ triage }: { triage: Triage }) {
  if (triage.signs.length === 0) {
    return triage.unanswered === 0 ? <p>{t().flags.none}</p> : null;
  }
  return (
    <p class="flags-signs">
      <Icon name="warn" /> {t().flags.signs(triage.signs.map(words).join(', '))}
    </p>
  );
}

/** One line over the picture, for a phone that shows no other pane. */
export function FlagLine({ view }: { view: View }) {
  const signs = view.triage?.signs ?? [];
  if (signs.length === 0) return null;
  return (
    <p class="flag-line only-narrow">
      <Icon name="warn" size={22} /> {signs.map(words).join(', ')}
    </p>
  );
}

/** The complaint that was chosen, and what was written besides. A protected complaint stands only in the first. */
export function whyCalled({ reason, triage }: View): string {
  const complaint = triage?.complaint?.[language.value];
  const written = reason === triage?.complaint?.vi ? '' : reason;
  return [complaint, written].filter(Boolean).join(' · ');
}

const words = (one: Triage['signs'][number]): string =>
  [one.sign[language.value], one.answer && age(one), one.unit].filter(Boolean).join(' ');

/** The age card is answered in months. */
function age({ sign, answer }: Triage['signs'][number]): string {
  if (sign.en !== 'age') return answer;
  return Number(answer) < 24 ? t().flags.months(Number(answer)) : t().flags.years(Math.floor(Number(answer) / 12));
}

const lastNormal = (at: string): string => (at === 'over-a-day' ? t().flags.lastNormalLong : t().flags.lastNormal(at));

function dialledWords({ at, answered }: Shape<'Dialled115View'>): string {
  if (answered === null) return t().flags.dialling(clock(at));
  return answered ? t().flags.answered115 : t().flags.unanswered115;
}
