// SPDX-License-Identifier: GPL-2.0-or-later
// The photo of whoever is selected: chosen as a file, or dropped on the list.
import type { View } from './parts';
import { drop_handlers, PictureChooser, useSending, type Sending } from './picture_chooser';
import type { Listed } from './use_people';

/** What the list of people does with files. */
export interface PhotoModel {
  sending: Sending;
  give: (to: Listed, file: File | undefined | null) => void;
}

export function usePhoto(model: View['model']): PhotoModel {
  const sending = useSending();
  return { sending, give: (to, file) => void sending.give(file, (picture) => model.commands.set_photo(to.type, to.id, picture)) };
}

export function PhotoTools({ model, photo }: { model: View['model']; photo: PhotoModel }) {
  const { text, people, mirror, live, leads, commands } = model;
  const { picked } = people;
  const person = picked && (mirror.tables.find(picked.type, picked.id) as { name?: string; photo?: string } | undefined);
  return (
    <PictureChooser
      {...{ model, sending: photo.sending }}
      name="photo"
      words={text.photo}
      hint={text.photo_drop}
      remove_words={text.no_photo}
      alt={text.photo_of(person?.name ?? '')}
      picture={person?.photo}
      image_class="face-photo"
      shut={!live || !leads || !picked || photo.sending.sending}
      choose={(file) => picked && photo.give(picked, file)}
      remove={() => picked && void commands.remove_photo(picked.type, picked.id)}
    />
  );
}

/** Handlers for a row on which a picture may be dropped. */
export function drop_target(model: View['model'], photo: PhotoModel, listed: Listed) {
  return drop_handlers(model, (file) => photo.give(listed, file));
}
