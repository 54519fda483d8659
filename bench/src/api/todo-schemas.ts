// What the peers that are Fastify validate and serialise by: the fields of Duebell's answers, as JSON Schema.

const id = { type: 'integer' };
const moment = { type: 'string', format: 'date-time' };
const orNull = (schema: object) => ({ ...schema, nullable: true });

const todo = {
  type: 'object',
  properties: {
    id,
    completed: { type: 'boolean' },
    description: { type: 'string' },
    notes: orNull({ type: 'string' }),
    priority: { type: 'integer' },
    due_date: orNull(moment),
    time_zone: orNull({ type: 'string' }),
    reminders: {
      type: 'array',
      items: { type: 'object', properties: { before: { type: 'string' }, at: { type: 'string' } } },
    },
    snoozed_until: orNull(moment),
    recurrence: orNull({ type: 'string' }),
    recurrence_from: { type: 'string' },
    parent_id: orNull(id),
    list_id: orNull(id),
    label_ids: { type: 'array', items: id },
    position: { type: 'string' },
    completed_at: orNull(moment),
    deleted_at: orNull(moment),
    created_at: moment,
    updated_at: moment,
    version: { type: 'integer' },
  },
};

const page = {
  type: 'object',
  properties: { data: { type: 'array', items: todo }, next_cursor: orNull({ type: 'string' }) },
};

const headers = { type: 'object', required: ['account'], properties: { account: id } };
const params = { type: 'object', properties: { id } };
const properties = {
  description: { type: 'string', minLength: 1, maxLength: 10_000 },
  due_date: orNull(moment),
};
const newTodo = { type: 'object', required: ['description'], additionalProperties: false, properties };
const change = { type: 'object', additionalProperties: false, properties };

export const schemas = {
  read: { headers, params, response: { 200: todo } },
  page: { headers, response: { 200: page } },
  create: { headers, body: newTodo, response: { 201: todo } },
  patch: { headers, params, body: change, response: { 200: todo } },
};

/** Who asks says so: these peers have no authentication. */
export interface Account {
  Headers: { account: number };
}

export interface OneTodo extends Account {
  Params: { id: number };
}

export interface NewTodo extends Account {
  Body: { description: string; due_date?: string | null };
}

export interface TodoChange extends OneTodo {
  Body: { description?: string; due_date?: string | null };
}
