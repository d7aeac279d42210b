import { l } from '../../i18n/ladder';
import { q } from '../../i18n/queue';
import { written } from './duration';
import type { Ladder, Rung } from './ladder';

export interface Line {
  /** Seconds from the tap. */
  at: number;
  words: string;
}
/** Names of accounts. */
export type Names = (account: string | null) => string | null;

/** One night call on this ladder, told in order. */
export function preview(ladder: Ladder, names: Names): Line[] {
  const lines: Line[] = [];
  let at = 0;
  ladder.rungs.forEach((rung, index) => {
    const last = index === ladder.rungs.length - 1;
    lines.push({ at, words: `${told(rung)}, ${last ? l().untilAnswered : l().stopsAfter(written(at + rung.lasts))}.` });
    at += rung.lasts;
  });
  lines.push(...resort(ladder, names), { at: ladder.give_up_after, words: l().givesUp });
  return lines.filter((line) => line.at <= ladder.give_up_after).sort((one, other) => one.at - other.at);
}

function told(rung: Rung): string {
  const whom = q().whom[rung.whom] ?? rung.whom;
  return l().calls(q().manner[rung.manner] ?? rung.manner, whom.charAt(0).toLocaleLowerCase() + whom.slice(1));
}

function resort({ last_resort: last }: Ladder, names: Names): Line[] {
  const owner = names(last.owner) ?? l().managers;
  const lines = [{ at: last.after, words: l().handsOver(owner, written(last.due)) }];
  const deputy = names(last.deputy);
  if (deputy) lines.push({ at: last.after + last.deputy_after, words: l().deputyToo(deputy) });
  return lines;
}

/** Everything a ladder says, a line each: what two versions are compared by. */
export function described(ladder: Ladder, names: Names): string[] {
  const { last_resort: last, waking } = ladder;
  const each = ladder.rungs.map((rung, index) => `${l().rung(index + 1)}: ${details(rung)}`);
  const times: [string, number][] = [
    [l().remindEvery, last.remind_every],
    [l().pushEvery, waking.push_every],
    [l().smsAfter, waking.sms_after],
    [l().voiceAfter, waking.voice_after],
    [l().giveUpAfter, ladder.give_up_after],
    [l().seat, ladder.seat],
    [l().seatWhileDialling, ladder.seat_while_dialling],
    [l().regret, ladder.regret],
    [l().holdFor, ladder.hold_for],
    [l().offerFor, ladder.offer_for],
    [l().wrapUp, ladder.wrap_up],
  ];
  return [
    ...each,
    ...resort(ladder, names).map(({ at, words }) => `${written(at)} ${words}`),
    ...times.map(([word, duration]) => `${word}: ${written(duration)}`),
  ];
}

function details(rung: Rung): string {
  const times: [string, number][] = [
    [l().lasts, rung.lasts],
    [l().ringFor, rung.ring_for],
    [l().nextAfter, rung.next_after],
    [l().pause, rung.pause],
  ];
  const words = times.map(([word, duration]) => `${word} ${written(duration)}`);
  return [told(rung), ...words, `${l().rounds} ${rung.rounds}`].join('; ');
}

/** What another version says otherwise: lines that went, lines that came. */
export function differences(before: string[], after: string[]): { was: string[]; now: string[] } {
  return {
    was: before.filter((line) => !after.includes(line)),
    now: after.filter((line) => !before.includes(line)),
  };
}
