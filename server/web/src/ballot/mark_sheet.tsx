// SPDX-License-Identifier: GPL-2.0-or-later
import { CriterionInput } from './criterion';
import { is_allowed, weighted, written, type Fraction } from './decimal';
import { Footer, Heads } from './footer';
import type { Model } from './model';
import type { Strings } from './strings';
import type { Candidate, Criterion, Marks, Round } from './types';

interface Props {
  model: Model;
  text: Strings;
  round: Round;
  candidate: Candidate;
  on_stage: boolean;
}

const kPlaces = 4;

export function MarkSheet({ model, text, round, candidate, on_stage }: Props) {
  const slot = { round: round.id, contestant: candidate.id };
  const criteria = round.criteria ?? [];
  const content = model.shown(slot);
  const marks: Marks = content && 'marks' in content ? content.marks : {};
  const own = model.received(slot);
  const open = (own?.state ?? 'open') === 'open';
  const given = criteria.filter((one) => is_allowed(one, marks[one.id] ?? ''));
  const missing = criteria.length - given.length;
  const set = (criterion: Criterion, mark: string) => {
    model.shelf.keep_draft(slot, { marks: { ...marks, [criterion.id]: mark } });
    model.changed();
  };
  return (
    <section class="sheet" data-sheet={candidate.id} data-state={model.state(slot)}>
      <div class={on_stage ? 'who staged' : 'who'}>
        <p class="where">{on_stage ? text.on_stage : text.not_on_stage}</p>
        <h2>
          {candidate.number !== undefined && <span class="number">{candidate.number}</span>} {candidate.name ?? candidate.id}
        </h2>
        <p class="belongs">{[candidate.organization, candidate.title, candidate.group_name].filter(Boolean).join(' · ')}</p>
      </div>
      <Heads {...{ model, text, slot, open }} words={(one) => total_words(criteria, 'marks' in one ? one.marks : {}, text)} />
      <div class="criteria">
        {criteria.map((criterion) => (
          <CriterionInput
            key={criterion.id}
            {...{ text, criterion }}
            only={criteria.length === 1}
            mark={marks[criterion.id] ?? ''}
            disabled={!open}
            set={(mark) => set(criterion, mark)}
          />
        ))}
      </div>
      <Footer
        {...{ model, text, slot, open }}
        summary={
          <>
            <span class="label">{text.your_total}</span>
            <output class="total">{total_words(given, marks, text)}</output>
            <span class="label">{most_words(criteria, text)}</span>
          </>
        }
        send_words={missing > 0 ? text.mark_missing(missing) : text.send}
        can_send={missing === 0}
        send={() => model.outbox.send(slot, { marks: only_asked(criteria, marks) })}
      />
    </section>
  );
}

function only_asked(criteria: Criterion[], marks: Marks): Marks {
  return Object.fromEntries(criteria.map((one) => [one.id, marks[one.id] ?? '']));
}

function words(total: Fraction | null): string | null {
  return total ? written(total, kPlaces) : null;
}

function total_words(criteria: Criterion[], marks: Marks, text: Strings): string {
  return words(weighted(criteria, (one) => marks[one.id])) ?? (criteria.length > 0 && Object.keys(marks).length > 0 ? text.not_marked : '–');
}

function most_words(criteria: Criterion[], text: Strings): string {
  const most = criteria.every((one) => one.max) ? words(weighted(criteria, (one) => one.max)) : null;
  return most ? text.of_most(most) : '';
}
