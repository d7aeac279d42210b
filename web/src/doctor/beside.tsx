import { t } from '../i18n/doctor';
import { v } from '../i18n/vitals';
import { Vitals, VitalsForm } from '../staff/vitals';
import type { Call, View } from '../state/call';
import { Icon } from '../ui';
import { api } from './state';

/** Who is beside the patient and from which station: trained hands change what a doctor may ask for. */
export function Beside({ view }: { view: View }) {
  if (!view.caller.station) return null;
  return (
    <div class="beside">
      <Icon name="people" size={30} />
      <p>
        <strong>{t().beside}</strong>
        <br />
        {view.caller.name}, {view.caller.station}
      </p>
    </div>
  );
}

/** The vital signs of a call, and a form for what the doctor hears or counts. */
export function CallVitals({ view, live }: { view: View; live: Call }) {
  return (
    <section class="stack tight" aria-label={v().title}>
      <h3>{v().title}</h3>
      <Vitals vitals={view.vitals} />
      <details class="fold">
        <summary>{t().addVitals}</summary>
        <VitalsForm api={api} callId={view.id} sources={['reported', 'measured', 'device']} onView={live.adopt} />
      </details>
    </section>
  );
}
