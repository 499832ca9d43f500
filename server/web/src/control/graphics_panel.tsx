// SPDX-License-Identifier: GPL-2.0-or-later
import { usual_cue } from './form/editor';
import type { View } from './parts';

/** Every template of the theme: chosen, it is written in a form and seen in the preview. */
export function GraphicsPanel({ model }: { model: View['model'] }) {
  const { text, templates, edit, mirror } = model;
  return (
    <div class="graphics" role="group" aria-label={text.choose_graphic}>
      {[...templates]
        .sort((a, b) => a.layer - b.layer)
        .map((template) => (
          <button
            type="button"
            key={template.id}
            data-template={template.id}
            disabled={!model.live || !model.leads}
            onClick={() => {
              edit({ id: null, cue: usual_cue(template, mirror.tables) });
              requestAnimationFrame(() => document.querySelector<HTMLElement>('.editor select')?.focus());
            }}
          >
            <span class="number">{template.layer}</span> {model.template_name(template.id)}
          </button>
        ))}
      {model.report('graphics')}
    </div>
  );
}
