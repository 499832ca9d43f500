// SPDX-License-Identifier: GPL-2.0-or-later
import { useState } from 'preact/hooks';
import { Footer, Heads } from './footer';
import type { Model } from './model';
import type { Strings } from './strings';
import { candidate_of, type Candidate, type Round } from './types';

interface Props {
  model: Model;
  text: Strings;
  round: Round;
}

/** One ballot of a round: whom it is for. */
export function VoteSheet({ model, text, round }: Props) {
  const slot = { round: round.id, contestant: '' };
  const content = model.shown(slot);
  const chosen = content && 'choices' in content ? content.choices : null;
  // A choice for somebody who has withdrawn is void: it takes no place of another's.
  const choices = (chosen ?? []).filter((id) => candidate_of(round, id) !== undefined);
  const own = model.received(slot);
  const open = (own?.state ?? 'open') === 'open';
  const [asked, ask] = useState(false);
  const toggle = (id: string) => {
    ask(false);
    const next = choices.includes(id) ? choices.filter((one) => one !== id) : [...choices, id];
    model.shelf.keep_draft(slot, { choices: next });
    model.changed();
  };
  const send = () => {
    if (choices.length === 0 && !asked) {
      ask(true);
      return;
    }
    ask(false);
    model.outbox.send(slot, { choices });
  };
  const named = (ids: string[]) =>
    ids.length === 0 ? text.abstained : ids.map((id) => round.contestants.find((one) => one.id === id)?.name ?? id).join(', ');
  const most = typeof round.max_choices === 'number' ? round.max_choices : null;
  return (
    <main>
      <section class="sheet" data-sheet="" data-state={model.state(slot)}>
        <div class="who staged">
          <h2>{round.name || round.id}</h2>
          <p class="belongs">{most_words(round, text)}</p>
        </div>
        <Heads {...{ model, text, slot, open }} words={(one) => named('choices' in one ? one.choices : [])} />
        <ul class="candidates">
          {round.contestants.map((one) => (
            <li key={one.id}>
              <CandidateCard
                {...{ one }}
                chosen={choices.includes(one.id)}
                disabled={!open || (!choices.includes(one.id) && is_full(round, one, choices))}
                toggle={() => toggle(one.id)}
              />
            </li>
          ))}
        </ul>
        <Footer
          {...{ model, text, slot, open, send }}
          summary={<span class="label chosen">{chosen?.length === 0 ? text.abstained : text.chosen(choices.length, most)}</span>}
          send_words={choices.length > 0 ? text.vote : asked ? text.abstain_really : text.abstain}
          can_send={true}
        />
      </section>
    </main>
  );
}

function CandidateCard({ one, chosen, disabled, toggle }: { one: Candidate; chosen: boolean; disabled: boolean; toggle: () => void }) {
  return (
    <button type="button" class="candidate" data-candidate={one.id} aria-pressed={chosen} disabled={disabled} onClick={toggle}>
      <span class="box" aria-hidden="true">
        {chosen ? '✓' : ''}
      </span>
      <span class="number">{one.number ?? ''}</span>
      <span class="text">
        <span class="name">{one.name ?? one.id}</span>
        <span class="belongs">{[one.organization, one.group_name].filter(Boolean).join(' · ')}</span>
      </span>
    </button>
  );
}

/** One more would be too many. */
function is_full(round: Round, one: Candidate, choices: string[]): boolean {
  const most = round.max_choices;
  if (typeof most === 'number') return choices.length >= most;
  const limit = most && one.group !== undefined ? most[one.group] : undefined;
  if (limit === undefined) return false;
  return choices.filter((id) => round.contestants.find((other) => other.id === id)?.group === one.group).length >= limit;
}

function most_words(round: Round, text: Strings): string {
  const most = round.max_choices;
  if (typeof most === 'number') return text.choose(most);
  if (!most) return text.choose(null);
  const name_of = (group: string) => round.contestants.find((one) => one.group === group)?.group_name ?? group;
  return text.choose_of(Object.entries(most).map(([group, n]) => `${n} (${name_of(group)})`).join(', '));
}
