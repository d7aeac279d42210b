import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { explain } from '../../i18n/common';
import { l } from '../../i18n/ladder';
import { into } from '../../lib/signals';
import { Part } from '../../staff/part';
import { Button, Empty, Field, Notice } from '../../ui';
import { api } from '../state';
import { Pick } from './fields';
import { choices, neighbours, writes } from './state';

const MANY = 12;

/** Whose doctors are rung when a station's own do not answer. */
export function Neighbours() {
  const stations = (choices.value?.places ?? []).filter(({ kind }) => kind === 'commune_station');
  const station = useSignal(stations[0]?.id ?? '');
  const others = (choices.value?.places ?? []).filter(({ id }) => id !== station.value);
  if (stations.length === 0) return null;
  return (
    <Part title={l().neighbours}>
      <p class="soft">{l().neighboursMean}</p>
      <Pick
        label={l().neighboursOf}
        value={station.value}
        options={stations.map(({ id, name }) => ({ value: id, label: name }))}
        onPick={into(station)}
      />
      {others.length === 0 ? (
        <Empty>{l().nobody}</Empty>
      ) : (
        <Chosen key={station.value} station={station.value} others={others} />
      )}
    </Part>
  );
}

type Places = NonNullable<typeof choices.value>['places'];

function Chosen({ station, others }: { station: string; others: Places }) {
  const kept = neighbours.value[station] ?? [];
  const chosen = useSignal<string[]>(kept);
  const filter = useSignal('');
  const fault = useSignal<unknown>(null);
  const said = useSignal('');
  useEffect(() => {
    chosen.value = kept;
  }, [station]);
  if (!writes.value) return <p>{names(others, kept) || l().noNeighbours}</p>;
  const toggle = (id: string) => {
    said.value = '';
    chosen.value = chosen.value.includes(id) ? chosen.value.filter((one) => one !== id) : [...chosen.value, id];
  };
  const save = async () => {
    fault.value = null;
    try {
      const body = { neighbours: { [station]: chosen.value } };
      neighbours.value = (await api.put('/api/ladder/neighbours', { body })).neighbours;
      said.value = l().neighboursSaved(choices.value?.places.find(({ id }) => id === station)?.name ?? '');
    } catch (error) {
      fault.value = error;
    }
  };
  const wanted = filter.value.trim().toLocaleLowerCase('vi');
  const shown = others.filter(
    ({ id, name }) => chosen.value.includes(id) || name.toLocaleLowerCase('vi').includes(wanted),
  );
  return (
    <>
      {others.length > MANY && (
        <Field label={l().filter} value={filter.value} onText={into(filter)} autocomplete="off" />
      )}
      <div class="chips">
        {shown.map(({ id, name }) => (
          <button
            type="button"
            class="chip"
            key={id}
            aria-pressed={chosen.value.includes(id)}
            onClick={() => toggle(id)}
          >
            {name}
          </button>
        ))}
      </div>
      {fault.value !== null && <Notice tone="danger">{explain(fault.value)}</Notice>}
      {said.value && <Notice tone="good">{said.value}</Notice>}
      <Button icon="check" disabled={same(chosen.value, kept)} onClick={() => void save()}>
        {l().saveNeighbours}
      </Button>
    </>
  );
}

const same = (one: string[], other: string[]) => [...one].sort().join() === [...other].sort().join();
const names = (places: Places, ids: string[]) =>
  places
    .filter(({ id }) => ids.includes(id))
    .map(({ name }) => name)
    .join(', ');
