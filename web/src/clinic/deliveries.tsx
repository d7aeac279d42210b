import type { Shape } from '../api/client';
import { q } from '../i18n/queue';
import { clockSeconds } from '../lib/format';
import { Empty } from '../ui';

type Delivery = Shape<'Delivery'>;

/** Every attempt to wake somebody for this call, and what became of it. */
export function Deliveries({ alerts }: { alerts: Delivery[] }) {
  if (alerts.length === 0) return <Empty>{q().alertsEmpty}</Empty>;
  return (
    <ol class="rows">
      {alerts.map((one) => (
        <li class="row apart ring" key={one.id}>
          <span>
            <span class="number soft">{clockSeconds(one.handed_at ?? one.due_at)}</span> {one.to}
            <br />
            <span class="soft">{how(one)}</span>
          </span>
          <span>
            <strong>{q().delivery[one.state] ?? one.state}</strong>
            {one.delivered_at && <span class="soft number"> {clockSeconds(one.delivered_at)}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

const how = ({ purpose, channel, device }: Delivery) =>
  [q().purpose[purpose] ?? purpose, q().channel[channel] ?? channel, device].filter(Boolean).join(' · ');
