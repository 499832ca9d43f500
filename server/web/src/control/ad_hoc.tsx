// SPDX-License-Identifier: GPL-2.0-or-later
import { useState } from 'preact/hooks';
import { Key, Panel, type View } from './parts';

/** Somebody whom nobody has planned: two fields and Enter. */
export function AdHocPanel({ model }: { model: View['model'] }) {
  const { text, live, leads, commands } = model;
  const [title, set_title] = useState('');
  const [subtitle, set_subtitle] = useState('');
  const off = !live || !leads || !title.trim();
  return (
    <Panel name="ad-hoc" title={text.ad_hoc} aside={<Key name={model.keys.sign('ad_hoc')} />}>
      <form
        class="ad-hoc"
        onSubmit={(event) => {
          event.preventDefault();
          if (!off) void commands.take_ad_hoc(title.trim(), subtitle.trim());
        }}
      >
        <input
          aria-label={text.title}
          placeholder={text.title}
          name="title"
          value={title}
          maxLength={200}
          autocomplete="off"
          onInput={(event) => set_title(event.currentTarget.value)}
        />
        <input
          aria-label={text.subtitle}
          placeholder={text.subtitle}
          name="subtitle"
          value={subtitle}
          maxLength={200}
          autocomplete="off"
          onInput={(event) => set_subtitle(event.currentTarget.value)}
        />
        <button type="submit" data-take="ad-hoc" disabled={off}>
          <span>{text.take}</span>
          <Key name="↵" />
        </button>
      </form>
      {model.report('ad-hoc')}
    </Panel>
  );
}
