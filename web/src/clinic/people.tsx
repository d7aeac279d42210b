import type { Shape } from '../api/client';
import { q } from '../i18n/queue';
import { s } from '../i18n/staff';
import { clock } from '../lib/format';
import { Avatar, Notice, Pill } from '../ui';
import { Wakefulness } from './wakefulness';

type Doctor = Shape<'OnDuty'>;

/** Who is on duty: since when, free or not, about to leave, and whether they would wake. */
export function People({ people, now }: { people: Doctor[]; now: number }) {
  return (
    <ul class="rows">
      {people.map((one) => (
        <li class="row" key={one.practitioner.id}>
          <Avatar name={one.practitioner.name} size="small" />
          <span class="grow">
            <strong>{one.practitioner.name}</strong>
            <br />
            <span class="soft">
              {one.practitioner.facility_name}, {s().since(clock(one.since))}
            </span>
          </span>
          {one.standby && <Pill>{q().standby}</Pill>}
          {one.leaving_at && <Pill tone="lamp">{q().leaves(clock(one.leaving_at))}</Pill>}
          <Wakefulness one={one} />
          <Free one={one} now={now} />
        </li>
      ))}
    </ul>
  );
}

function Free({ one, now }: { one: Doctor; now: number }) {
  if (one.engaged) return <Pill tone="lamp">{s().engaged}</Pill>;
  if (one.busy_until && Date.parse(one.busy_until) > now) return <Pill tone="lamp">{q().writing}</Pill>;
  return <Pill tone="good">{s().free}</Pill>;
}

/** Somebody is on duty now, and nobody will be soon. */
export function Gap({ night }: { night: Shape<'Tonight'> }) {
  if (!night.nobody_stays || night.on_duty.length === 0) return null;
  return (
    <Notice tone="warn" title={q().gap}>
      {q().gapMeans}
    </Notice>
  );
}
