import { randomUUID } from 'node:crypto';
import { composeWebhook } from '../../../apps/worker/src/delivery/compose-webhook.ts';
import type { Job } from './contender.ts';

export const benchSecret = `whsec_${Buffer.alloc(32, 'bench').toString('base64')}`;
export const benchDescription = 'water the plants';

/** A job for each of the moments, with the very message that our worker would make of such a todo. */
export function makeJobs(moments: readonly Date[], url: string): { job: Job; moment: Date }[] {
  return moments.map((moment, index) => {
    const id = index + 1;
    const content = { kind: 'reminder', ...dueTodo(id, moment.toISOString()) } as const;
    const body = composeWebhook(content, { now: moment, notesLeftOut: false });
    return { moment, job: { id, webhookId: `${randomUUID()}-1-1`, url, secret: benchSecret, body } };
  });
}

function dueTodo(id: number, moment: string) {
  return {
    reminder: { id, scheduled_for: moment, fired_at: moment },
    todo: {
      id,
      completed: false,
      description: benchDescription,
      notes: null,
      priority: 0,
      due_date: moment,
      time_zone: null,
      reminders: [{ before: 'PT0S' }],
      snoozed_until: null,
      recurrence: null,
      recurrence_from: null,
      parent_id: null,
      list_id: null,
      label_ids: [],
      position: String(id).padStart(16, '0'),
      completed_at: null,
      deleted_at: null,
      created_at: moment,
      updated_at: moment,
      version: 1,
    },
  };
}
