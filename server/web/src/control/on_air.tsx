// SPDX-License-Identifier: GPL-2.0-or-later
import { kChannel, layers, summary, type OnAir } from './air';
import { Panel, type View } from './parts';

/** What is on air, layer by layer. Red means on air, and only while the page is live. */
export function OnAirPanel({ model }: { model: View['model'] }) {
  const { text, live } = model;
  const on = layers(model.mirror.air);
  return (
    <Panel name="air" title={text.on_air_list}>
      {on.length === 0 && <p class="empty nothing">{live ? text.nothing_on_air : ' '}</p>}
      <ul class="layers">
        {on.map((layer) => (
          <LayerLine key={layer.channel + layer.layer} {...{ model, layer }} />
        ))}
      </ul>
      {model.report('air')}
    </Panel>
  );
}

function LayerLine({ model, layer: { channel, layer, item } }: { model: View['model']; layer: OnAir }) {
  const { text, live, leads, commands } = model;
  const phase = item.template ? (item.state ?? 'on') : item.leaving ? 'out' : 'empty';
  const shown = item.template ? item : (item.leaving ?? item);
  const name = model.template_name(shown.template);
  const steps = model.templates.find((one) => one.id === item.template)?.steps ?? 1;
  const words = summary(shown) || name;
  const off = !live || !leads;
  const gone = off || phase === 'out' || phase === 'empty';
  return (
    <li class={`layer ${live ? phase : 'unknown'}`} data-layer={layer} data-channel={channel} data-state={live ? phase : 'unknown'}>
      <span class="number" title={text.layer}>
        {layer}
      </span>
      <span class="who">
        <span class="name">{words}</span>
        <span class="muted small">
          {channel === kChannel ? name : `${channel} · ${name}`}
          {steps > 1 && ` · ${(item.step ?? 0) + 1}/${steps}`}
        </span>
      </span>
      <span class="chips">
        {item.held && <span class="chip warn">{text.held}</span>}
        {shown.bind_state === 'missing' && <span class="chip warn">{text.missing_data}</span>}
        <span class="chip state">{live ? phase_name(phase, text) : '?'}</span>
      </span>
      <span class="layer-tools" role="group" aria-label={words}>
        {steps > 1 && (
          <button type="button" class="small" disabled={gone} onClick={() => void commands.step_layer(channel, layer)}>
            {text.step}
          </button>
        )}
        <button
          type="button"
          class={item.held ? 'small chosen' : 'small'}
          data-layer-action="hold"
          disabled={off}
          aria-pressed={Boolean(item.held)}
          onClick={() => void commands.hold(channel, layer, !item.held)}
        >
          {item.held ? text.release_hold : text.hold}
        </button>
        <button type="button" class="small" data-layer-action="out" disabled={gone} onClick={() => void commands.out(channel, layer)}>
          {text.out}
        </button>
        <button type="button" class="small" data-layer-action="cut" onClick={() => void commands.cut(channel, layer)}>
          {text.cut}
        </button>
      </span>
    </li>
  );
}

function phase_name(phase: string, text: View['model']['text']): string {
  if (phase === 'empty') return text.nothing_on_air;
  return phase === 'in' ? text.phase_in : phase === 'out' ? text.phase_out : text.phase_on;
}
