import type { AppOptions, ChatApp } from '../chat-app.ts';
import { renderTeams } from './render-teams.ts';
import { teamsStyle } from './teams-style.ts';
import { createWorkflow } from './workflow.ts';

/** A channel of a team, with a workflow that posts webhook alerts to it. */
export function openTeamsApp(options: AppOptions): ChatApp {
  return {
    path: '/workflows/:workflow/triggers/:trigger/paths/invoke',
    webhook: `/workflows/local/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=${encodeURIComponent(options.secret ?? 'local')}`,
    label: 'Teams',
    room: 'Cloud alerts',
    kind: 'Workflows',
    badge: 'via Workflows',
    style: teamsStyle,
    judge: createWorkflow(options),
    render: renderTeams,
  };
}
