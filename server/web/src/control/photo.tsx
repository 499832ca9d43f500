// SPDX-License-Identifier: GPL-2.0-or-later
// The photo of whoever is selected: chosen as a file, or dropped on the list.
import { useRef, useState } from 'preact/hooks';
import type { View } from './parts';
import { is_picture, kPictureTypes } from './photos';
import type { Listed } from './use_people';

/** What the list of people does with files. */
export interface PhotoModel {
  sending: boolean;
  /** Somebody gave a file that is no picture. */
  refused: boolean;
  give: (to: Listed, file: File | undefined | null) => Promise<void>;
}

export function usePhoto(model: View['model']): PhotoModel {
  const [sending, set_sending] = useState(false);
  const [refused, set_refused] = useState(false);
  const give = async (to: Listed, file: File | undefined | null) => {
    if (!file || sending) return;
    set_refused(!is_picture(file));
    if (!is_picture(file)) return;
    set_sending(true);
    await model.commands.set_photo(to.type, to.id, file);
    set_sending(false);
  };
  return { sending, refused, give };
}

export function PhotoTools({ model, photo }: { model: View['model']; photo: PhotoModel }) {
  const { text, people, mirror, live, leads, commands } = model;
  const { picked } = people;
  const chooser = useRef<HTMLInputElement>(null);
  const person = picked && (mirror.tables.find(picked.type, picked.id) as { name?: string; photo?: string } | undefined);
  const name = person?.photo;
  const shut = !live || !leads || !picked || photo.sending;
  return (
    <>
      <input
        ref={chooser}
        type="file"
        hidden
        accept={kPictureTypes}
        data-choice="photo"
        aria-label={text.photo}
        onChange={(event) => {
          const input = event.currentTarget;
          if (picked) void photo.give(picked, input.files?.[0]);
          // The same file may be chosen again.
          input.value = '';
        }}
      />
      <span class="pair">
        <button type="button" data-action="photo" title={text.photo_drop} disabled={shut} onClick={() => chooser.current?.click()}>
          {name && <img class="face-photo" alt={text.photo_of(person?.name ?? '')} src={`/api/v1/media/${encodeURIComponent(name)}`} />}
          {photo.sending ? text.sending : text.photo}
        </button>
        {name && picked && (
          <button
            type="button"
            class="plain"
            data-action="remove-photo"
            title={text.no_photo}
            aria-label={text.no_photo}
            disabled={shut}
            onClick={() => void commands.remove_photo(picked.type, picked.id)}
          >
            ×
          </button>
        )}
      </span>
      {photo.refused && (
        <p class="muted small" role="alert">
          {text.not_a_picture}
        </p>
      )}
    </>
  );
}

/** Handlers for a row on which a picture may be dropped. */
export function drop_target(model: View['model'], photo: PhotoModel, listed: Listed) {
  return {
    onDragOver: (event: DragEvent) => {
      if (!model.live || !model.leads || !event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      void photo.give(listed, event.dataTransfer?.files[0]);
    },
  };
}
