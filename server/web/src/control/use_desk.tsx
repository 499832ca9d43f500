// SPDX-License-Identifier: GPL-2.0-or-later
// How the page speaks to the server, and what came back: the control, the commands, refusals and notices.
import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import type { Mirror } from '../shared/mirror';
import type { Template } from '../shared/types';
import { Commands } from './commands';
import { Lease } from './lease';
import { ReportLine } from './parts';
import { RundownCommands } from './rundown_commands';
import { Sender, type Area, type Report } from './sender';
import type { Strings } from './strings';

const kNoticeMs = 4000;

export function useDesk(mirror: Mirror, text: Strings) {
  const lease = useLease(mirror);
  const templates = useTemplates(mirror);
  const [reports, set_reports] = useState<Partial<Record<Area, Report>>>({});
  const [notice, set_notice] = useState('');
  const latest = useRef({ text, templates });
  latest.current = { text, templates };
  useEffect(() => {
    const timer = setTimeout(() => set_notice(''), kNoticeMs);
    return () => clearTimeout(timer);
  }, [notice]);

  const { commands, rundown, sender } = useMemo(() => {
    const tell = (area: Area, report: Report | null) =>
      set_reports(({ [area]: _, ...rest }) => (report ? { ...rest, [area]: report } : rest));
    const the_sender = new Sender(mirror, lease, tell);
    const noticed = (key: 'undone' | 'redone', what: string) => set_notice(latest.current.text[key](what));
    return {
      sender: the_sender,
      commands: new Commands(the_sender, () => latest.current.templates, noticed),
      rundown: new RundownCommands(the_sender, tell),
    };
  }, [mirror, lease]);
  const close = (area: Area) => set_reports(({ [area]: _, ...rest }) => rest);
  const report = (area: Area) => <ReportLine report={reports[area]} text={text} on_close={() => close(area)} />;
  return { lease, templates, commands, rundown_commands: rundown, sender, report, notice };
}

function useLease(mirror: Mirror): Lease {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const lease = useMemo(() => new Lease(mirror, () => redraw(undefined)), [mirror]);
  useEffect(() => {
    void lease.run();
    return () => lease.end();
  }, [lease]);
  return lease;
}

/** Of the theme as it is now: asked for anew with each connection, and when a theme is saved. */
function useTemplates(mirror: Mirror): readonly Template[] {
  const [templates, set_templates] = useState<readonly Template[]>([]);
  const live = mirror.phase === 'live';
  useEffect(() => {
    if (!live) return;
    let current = true;
    mirror.api.get<Template[]>('/api/v1/templates').then(
      (list) => current && set_templates(list),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [mirror, live, mirror.theme_version]);
  return templates;
}
