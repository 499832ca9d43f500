// SPDX-License-Identifier: GPL-2.0-or-later
// Writing a cue, or a graphic that is none yet. The preview shows what is being written.
import type { Cue, Id, Template } from '../../shared/types';
import type { View } from '../parts';
import { Panel } from '../parts';
import { BindForm } from './bind_form';
import { usual_bind } from './binds';
import { SchemaForm } from './schema_form';
import { parse_number, with_member, type Values } from './values';

/** A cue of a template with what is most likely meant. */
export function usual_cue(template: Template, tables: View['model']['mirror']['tables']): Cue {
  const kind = template.binds[0];
  return kind ? { template: template.id, bind: usual_bind(kind, tables) } : { template: template.id };
}

export function Editor({ model }: { model: View['model'] }) {
  const { text, editing, edit, live, leads, rundown_commands: rundown, selection, commands } = model;
  if (!editing) return null;
  const { id, cue } = editing;
  const change = (after: Cue) => edit({ id, cue: after });
  const done = (saved: Id | null) => {
    edit(null);
    if (saved) selection.choose({ kind: 'cue', id: saved });
  };
  const save = async () => {
    if (!live || !leads) return;
    if (id === null) {
      const made = await rundown.add(cue, selection.cue);
      if (made) done(made);
    } else if ((await rundown.write(id, cue)) !== undefined) {
      done(id);
    }
  };
  const title = cue.cues ? text.group_title : id === null ? text.new_cue_title : text.edit_cue;
  return (
    <Panel name="editor" title={title}>
      <form
        class="editor"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {cue.cues ? <Members {...{ model, cue, change }} /> : <Content {...{ model, cue, change }} />}
        <TextField name="cue-name" label={text.name} value={cue.name} change={(name) => change({ ...without(cue, 'name'), ...name })} />
        <TextField name="note" label={text.note} value={cue.note} change={(note) => change({ ...without(cue, 'note'), ...note })} />
        <div class="editor-buttons">
          <button type="submit" class="strong" data-action="save-cue" disabled={!live || !leads}>
            {id === null ? text.to_rundown_save : text.save} <kbd aria-hidden="true">↵</kbd>
          </button>
          {!cue.cues && (
            <button
              type="button"
              data-action="take-draft"
              disabled={!live || !leads}
              onClick={() => void commands.take_draft('editor', body_of(cue))}
            >
              {text.take_now}
            </button>
          )}
          <button type="button" data-action="cancel-edit" onClick={() => edit(null)}>
            {text.cancel}
          </button>
        </div>
      </form>
      {model.report('editor')}
    </Panel>
  );
}

/** Of a cue what a take takes. */
function body_of({ template, channel, layer, bind, data, duration_ms }: Cue): Cue {
  const body: Cue = { template: template ?? '' };
  if (channel) body.channel = channel;
  if (layer !== undefined) body.layer = layer;
  if (bind) body.bind = bind;
  if (data) body.data = data;
  if (duration_ms) body.duration_ms = duration_ms;
  return body;
}

function without(cue: Cue, name: keyof Cue): Cue {
  return with_member(cue as Values, name, undefined) as Cue;
}

interface PartProps {
  model: View['model'];
  cue: Cue;
  change: (cue: Cue) => void;
}

function Content({ model, cue, change }: PartProps) {
  const { text, templates, mirror } = model;
  const template = templates.find((one) => one.id === cue.template);
  const channels = [...mirror.tables.all('channels').keys()];
  const media = [...mirror.tables.all('media').keys()];
  return (
    <>
      <label class="field">
        {text.graphic}
        <select
          name="template"
          value={cue.template ?? ''}
          onChange={(event) => {
            const chosen = templates.find((one) => one.id === event.currentTarget.value);
            if (chosen) change({ ...without(without(cue, 'bind'), 'data'), ...usual_cue(chosen, mirror.tables) });
          }}
        >
          {!template && <option value={cue.template ?? ''}>{cue.template ?? '–'}</option>}
          {templates.map((one) => (
            <option key={one.id} value={one.id}>
              {model.template_name(one.id)}
            </option>
          ))}
        </select>
      </label>
      <BindForm
        {...{ text, template }}
        tables={mirror.tables}
        bind={cue.bind}
        change={(bind) => change(bind ? { ...cue, bind } : without(cue, 'bind'))}
      />
      {cue.bind && <p class="muted small hint">{text.bound_hint}</p>}
      {template && (
        <SchemaForm
          key={template.id}
          {...{ text, media }}
          schema={cue.bind ? { ...template.fields, required: [] } : template.fields}
          values={cue.data ?? {}}
          change={(data) => change(Object.keys(data).length > 0 ? { ...cue, data } : without(cue, 'data'))}
        />
      )}
      <datalist id="media-names">
        {media.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <label class="field">
        {text.stays}
        <input
          name="duration"
          inputMode="decimal"
          placeholder={text.stays_hint}
          value={cue.duration_ms ? String(cue.duration_ms / 1000) : ''}
          onChange={(event) => {
            const seconds = parse_number(event.currentTarget.value, false);
            change(seconds ? { ...cue, duration_ms: Math.round(seconds * 1000) } : without(cue, 'duration_ms'));
          }}
        />
      </label>
      {channels.length > 1 && (
        <label class="field">
          {text.channel}
          <select
            name="channel"
            value={cue.channel ?? 'program'}
            onChange={(event) => change({ ...cue, channel: event.currentTarget.value })}
          >
            {channels.map((id) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}

/** The cues of a group, in the order in which they are taken. */
function Members({ model, cue, change }: PartProps) {
  const { text } = model;
  const members = cue.cues ?? [];
  return (
    <fieldset>
      <legend>{text.members}</legend>
      {members.map((id) => (
        <p class="member" key={id}>
          <span class="who">{model.name_of_subject({ kind: 'cue', id }) || id}</span>
          <button
            type="button"
            class="small"
            disabled={members.length < 2}
            aria-label={`${text.remove}: ${model.name_of_subject({ kind: 'cue', id })}`}
            onClick={() => change({ ...cue, cues: members.filter((one) => one !== id) })}
          >
            {text.remove}
          </button>
        </p>
      ))}
    </fieldset>
  );
}

interface TextFieldProps {
  name: string;
  label: string;
  value: string | undefined;
  change: (member: Partial<Cue>) => void;
}

function TextField({ name, label, value, change }: TextFieldProps) {
  const member = name === 'cue-name' ? 'name' : 'note';
  return (
    <label class="field">
      {label}
      <input
        name={name}
        autocomplete="off"
        maxLength={200}
        value={value ?? ''}
        onInput={(event) => change(event.currentTarget.value ? { [member]: event.currentTarget.value } : {})}
      />
    </label>
  );
}
