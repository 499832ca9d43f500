// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useState } from 'preact/hooks';
import { is_allowed, scale_of, type Scale } from './decimal';
import type { Strings } from './strings';
import type { Criterion } from './types';

/** So many are offered as buttons of their own. */
const kMostButtons = 12;
/** In a row of them, and where they are written long. */
const kMostInRow = 6;
const kMostWide = 4;

interface Props {
  text: Strings;
  criterion: Criterion;
  /** A round with one criterion needs no name for it where it has none. */
  only: boolean;
  mark: string;
  disabled: boolean;
  set: (mark: string) => void;
}

export function CriterionInput(props: Props) {
  const { text, criterion, only, mark } = props;
  const scale = scale_of(criterion);
  const name = criterion.name || (only ? text.your_total : criterion.id);
  const given = is_allowed(criterion, mark);
  const many = !scale || scale.count > kMostButtons;
  return (
    <fieldset class="criterion" data-criterion={criterion.id}>
      <legend>
        <span>{name}</span>
        <span class="range">{criterion.min !== undefined && criterion.max !== undefined && `${criterion.min}–${criterion.max}`}</span>
        {!many && <output class={given ? 'mark' : 'mark none'}>{given ? mark : '–'}</output>}
      </legend>
      {many ? <Pad {...props} {...{ scale, name, given }} /> : <Choices {...props} {...{ scale, name }} />}
    </fieldset>
  );
}

function Choices({ scale, name, mark, disabled, set }: Props & { scale: Scale; name: string }) {
  const chosen = mark ? scale.index(mark) : null;
  const widest = Math.max(...Array.from({ length: scale.count }, (_, i) => scale.at(i).length));
  const rows = Math.ceil(scale.count / (widest > 3 ? kMostWide : kMostInRow));
  return (
    <div class="choices" role="group" aria-label={name} style={{ '--columns': Math.ceil(scale.count / rows) }}>
      {Array.from({ length: scale.count }, (_, i) => (
        <button type="button" key={i} data-mark={scale.at(i)} aria-pressed={i === chosen} disabled={disabled} onClick={() => set(scale.at(i))}>
          {scale.at(i)}
        </button>
      ))}
    </div>
  );
}

interface PadProps extends Props {
  scale: Scale | null;
  name: string;
  given: boolean;
}

/** A wide slider for about, buttons for exactly, and the figure itself to be typed. */
function Pad({ text, criterion, scale, name, mark, given, disabled, set }: PadProps) {
  const index = scale && given ? scale.index(mark) : null;
  const step_to = (by: number) => {
    if (!scale) return;
    const to = index === null ? Math.floor((scale.count - 1) / 2) : index + by;
    set(scale.at(Math.min(scale.count - 1, Math.max(0, to))));
  };
  return (
    <>
      <div class="exact">
        {scale && (
          <button type="button" class="step" data-action="less" aria-label={`${name}: ${text.less}`} disabled={disabled || index === 0} onClick={() => step_to(-1)}>
            −
          </button>
        )}
        <Typed {...{ text, criterion, name, mark, disabled, set }} />
        {scale && (
          <button
            type="button"
            class="step"
            data-action="more"
            aria-label={`${name}: ${text.more}`}
            disabled={disabled || index === scale.count - 1}
            onClick={() => step_to(1)}
          >
            +
          </button>
        )}
      </div>
      {scale && (
        <input
          type="range"
          class={index === null ? 'pad untouched' : 'pad'}
          aria-label={name}
          aria-valuetext={index === null ? text.not_marked : mark}
          min={0}
          max={scale.count - 1}
          step={1}
          value={index ?? Math.floor((scale.count - 1) / 2)}
          style={{ '--share': `${((index ?? 0) / (scale.count - 1)) * 100}%` }}
          disabled={disabled}
          onInput={(event) => set(scale.at(Number(event.currentTarget.value)))}
        />
      )}
    </>
  );
}

/** As people and input methods write decimals: "9,5", "９．５", "9。5". */
function plain(typed: string): string {
  return typed.normalize('NFKC').replace(/[,。]/, '.');
}

function Typed({ text, criterion, name, mark, disabled, set }: Omit<Props, 'only'> & { name: string }) {
  const [typed, type] = useState<string | null>(null);
  useEffect(() => type(null), [mark]);
  const shown = plain(typed ?? mark);
  const wrong = shown !== '' && !is_allowed(criterion, shown);
  const hint = `hint-${criterion.id}`;
  return (
    <span class="typed">
      <input
        inputMode="decimal"
        autocomplete="off"
        aria-label={text.value_of(name)}
        aria-invalid={wrong}
        aria-describedby={wrong ? hint : undefined}
        placeholder="–"
        maxLength={14}
        value={typed ?? mark}
        disabled={disabled}
        onInput={(event) => {
          const value = event.currentTarget.value.trim();
          type(value);
          if (is_allowed(criterion, plain(value))) set(plain(value));
        }}
        onBlur={() => type(null)}
      />
      {wrong && (
        <span id={hint} class="hint" role="alert">
          {[
            criterion.min !== undefined && criterion.max !== undefined ? text.wrong_mark(criterion.min, criterion.max) : '',
            criterion.step ? text.wrong_step(criterion.step) : '',
          ]
            .filter(Boolean)
            .join(', ')}
        </span>
      )}
    </span>
  );
}
