import type { AppOptions, ChatApp } from '../chat-app.ts';
import { createEventsApi } from './events-api.ts';
import { pagerdutyStyle } from './pagerduty-style.ts';
import { renderPagerduty } from './render-pagerduty.ts';

/** A service with an Events API v2 integration, and what its phone app shows of incidents. */
export function openPagerdutyApp(options: AppOptions): ChatApp {
  return {
    path: '/v2/enqueue',
    webhook: '/v2/enqueue',
    label: 'PagerDuty',
    room: 'Incidents',
    kind: 'Events API v2',
    badge: '',
    style: pagerdutyStyle,
    judge: createEventsApi(options),
    render: renderPagerduty,
  };
}
