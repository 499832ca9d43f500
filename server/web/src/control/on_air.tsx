// SPDX-License-Identifier: GPL-2.0-or-later
import type { Air, AirItem } from '../shared/types';
import { layers, summary, type OnAir } from './air';
import type { Strings } from './strings';

interface Props {
  air: Air | null;
  text: Strings;
  live: boolean;
  out: (layer: number) => void;
  cut: (layer: number) => void;
}

/** What is on air, layer by layer. Red means on air, and only while the page is live. */
export function OnAirList({ air, text, live, out, cut }: Props) {
  const on = layers(air);
  if (on.length === 0) return <p class="empty nothing">{live ? text.nothing_on_air : ' '}</p>;
  return (
    <ul class="layers">
      {on.map((layer) => (
        <LayerLine key={layer.layer} {...layer} text={text} live={live} out={out} cut={cut} />
      ))}
    </ul>
  );
}

function LayerLine({ layer, item, text, live, out, cut }: OnAir & Omit<Props, 'air'>) {
  const phase = item.template ? (item.state ?? 'on') : 'out';
  const shown = item.template ? item : (item.leaving ?? item);
  return (
    <li class={`layer ${live ? phase : 'unknown'}`} data-layer={layer} data-state={live ? phase : 'unknown'}>
      <span class="number" title={text.layer}>
        {layer}
      </span>
      <span class="who">
        <span class="name">{summary(shown) || template_name(shown, text)}</span>
        <span class="muted small">{template_name(shown, text)}</span>
      </span>
      <span class="chips">
        {shown.held && <span class="chip">{text.held}</span>}
        {shown.bind_state === 'missing' && <span class="chip warn">{text.missing}</span>}
        <span class="chip state">{live ? phase_name(phase, text) : '?'}</span>
      </span>
      <button type="button" class="small" disabled={!live || phase === 'out'} onClick={() => out(layer)}>
        {text.out}
      </button>
      <button type="button" class="small" onClick={() => cut(layer)}>
        {text.cut}
      </button>
    </li>
  );
}

function phase_name(phase: string, text: Strings): string {
  return phase === 'in' ? text.phase_in : phase === 'out' ? text.phase_out : text.phase_on;
}

function template_name(item: AirItem, text: Strings): string {
  switch (item.template) {
    case 'lower-third':
      return text.lower_third;
    case 'timer':
      return text.clock;
    case 'ranking':
      return text.ranking;
    default:
      return item.template ?? '';
  }
}
