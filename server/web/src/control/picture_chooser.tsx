// SPDX-License-Identifier: GPL-2.0-or-later
// A picture that is chosen as a file, shown small, replaced by the next one, and taken away.
import { useRef, useState } from 'preact/hooks';
import type { View } from './parts';
import { is_picture, kPictureTypes } from './photos';

/** One picture on its way at a time. */
export interface Sending {
  sending: boolean;
  /** Somebody gave a file that is no picture. */
  refused: boolean;
  give: (file: File | undefined | null, send: (picture: File) => Promise<void>) => Promise<void>;
}

export function useSending(): Sending {
  const [sending, set_sending] = useState(false);
  const [refused, set_refused] = useState(false);
  const give: Sending['give'] = async (file, send) => {
    if (!file || sending) return;
    set_refused(!is_picture(file));
    if (!is_picture(file)) return;
    set_sending(true);
    await send(file);
    set_sending(false);
  };
  return { sending, refused, give };
}

interface Props {
  model: View['model'];
  /** What buttons and tests call it: `data-action={name}`, `data-choice={name}`, `data-action={'remove-' + name}`. */
  name: string;
  words: string;
  hint: string;
  remove_words: string;
  /** What it is a picture of, for who cannot see it. */
  alt: string;
  /** The picture as it is: a name among the media. */
  picture: string | undefined;
  image_class: string;
  shut: boolean;
  sending: Sending;
  choose: (file: File | undefined) => void;
  remove: () => void;
}

export function PictureChooser({ model, name, picture, shut, sending, ...more }: Props) {
  const { text } = model;
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={chooser}
        type="file"
        hidden
        accept={kPictureTypes}
        data-choice={name}
        aria-label={more.words}
        onChange={(event) => {
          const input = event.currentTarget;
          more.choose(input.files?.[0]);
          // The same file may be chosen again.
          input.value = '';
        }}
      />
      <span class="pair">
        <button
          type="button"
          data-action={name}
          title={more.hint}
          aria-busy={sending.sending}
          disabled={shut}
          onClick={() => chooser.current?.click()}
        >
          {picture && <MediaPicture class={more.image_class} name={picture} alt={more.alt} />}
          {sending.sending ? text.sending : more.words}
        </button>
        {picture && (
          <button
            type="button"
            class="plain"
            data-action={`remove-${name}`}
            title={more.remove_words}
            aria-label={more.remove_words}
            disabled={shut}
            onClick={more.remove}
          >
            ×
          </button>
        )}
      </span>
      {sending.refused && (
        <p class="muted small" role="alert">
          {text.not_a_picture}
        </p>
      )}
    </>
  );
}

/** Nothing where there is no such upload: the name may be of a picture in the theme. */
export function MediaPicture({ name, alt, ...more }: { name: string; alt: string; class: string }) {
  const [missing, set_missing] = useState('');
  if (missing === name) return null;
  return <img class={more.class} alt={alt} src={`/api/v1/media/${encodeURIComponent(name)}`} onError={() => set_missing(name)} />;
}

/** Handlers for what a picture may be dropped on. */
export function drop_handlers(model: View['model'], take: (file: File | undefined) => void) {
  return {
    onDragOver: (event: DragEvent) => {
      if (!model.live || !model.leads || !event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      take(event.dataTransfer?.files[0]);
    },
  };
}
