// SPDX-License-Identifier: GPL-2.0-or-later
// The contest itself: what it is called, and its logo.
import { useState } from 'preact/hooks';
import { Dialog } from './dialog';
import type { View } from './parts';
import { drop_handlers, PictureChooser, useSending } from './picture_chooser';

export function ContestDialog({ model }: { model: View['model'] }) {
  const { text } = model;
  return (
    <Dialog name="contest" title={text.contest} close_words={text.dismiss} close={() => model.show_dialog(null)}>
      <Names model={model} />
      <Logo model={model} />
      {model.report('contest')}
    </Dialog>
  );
}

/** As the contest has them, until somebody writes; what is written here is not lost by another desk's change. */
function Names({ model }: { model: View['model'] }) {
  const { text, mirror, live, leads, commands } = model;
  const contest = mirror.tables.find('contest', 'contest');
  const [written, write] = useState<{ name?: string; subtitle?: string }>({});
  const [saved, set_saved] = useState(false);
  const field = (name: 'name' | 'subtitle', words: string) => (
    <label class="field">
      {words}
      <input
        name={`contest-${name}`}
        value={written[name] ?? contest?.[name] ?? ''}
        onInput={(event) => {
          write({ ...written, [name]: event.currentTarget.value });
          set_saved(false);
        }}
      />
    </label>
  );
  const save = async () => {
    const texts = Object.entries(written).map(([name, value]) => [name, value.trim() || null]);
    if ((await commands.write_contest(Object.fromEntries(texts))) === undefined) return;
    write({});
    set_saved(true);
  };
  return (
    <form
      class="contest-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {field('name', text.contest_name)}
      {field('subtitle', text.contest_subtitle)}
      <button class="strong" data-action="save-contest" disabled={!live || !leads || Object.keys(written).length === 0}>
        {text.save}
      </button>
      {saved && (
        <p class="good small" role="status">
          {text.contest_saved}
        </p>
      )}
    </form>
  );
}

function Logo({ model }: { model: View['model'] }) {
  const { text, mirror, live, leads, commands } = model;
  const sending = useSending();
  const contest = mirror.tables.find('contest', 'contest');
  const give = (file: File | undefined) => void sending.give(file, (picture) => commands.set_logo(picture));
  return (
    <fieldset class="contest-logo" {...drop_handlers(model, give)}>
      <legend>{text.logo}</legend>
      <div>
        <PictureChooser
          {...{ model, sending }}
          name="logo"
          words={contest?.logo ? text.logo_other : text.logo_choose}
          hint={text.logo_drop}
          remove_words={text.no_logo}
          alt={text.logo_of(contest?.name ?? '')}
          picture={contest?.logo}
          image_class="logo"
          shut={!live || !leads || sending.sending}
          choose={give}
          remove={() => void commands.write_contest({ logo: null })}
        />
        {!contest?.logo && <p class="muted small">{text.logo_drop}</p>}
      </div>
    </fieldset>
  );
}
