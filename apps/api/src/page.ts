import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { logFailure, toProblem } from './plugins/problems.ts';

// The few pages that people meet before there is an application: behind the links in invitations and messages. They
// load nothing and run nothing; what they look like is what the browser makes of plain elements.

/** Text that is HTML already. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Makes HTML of a template; values are escaped, unless they are Html. */
export function html(parts: TemplateStringsArray, ...values: (string | Html)[]): Html {
  return new Html(
    String.raw({ raw: parts }, ...values.map((value) => (value instanceof Html ? value.text : escapeHtml(value)))),
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Answers with a page. */
export function sendPage(reply: FastifyReply, title: string, content: Html): FastifyReply {
  const page = html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · Duebell</title>
<main>
<h1>${title}</h1>
${content}
</main>
</html>
`;
  return reply.type('text/html; charset=utf-8').send(page.text);
}

/** For `preValidation` of a form's route: a field that was left empty is one that was not sent. */
export async function dropEmptyFields({ body }: FastifyRequest): Promise<void> {
  if (typeof body !== 'object' || body === null) return;
  for (const [name, value] of Object.entries(body)) if (value === '') Reflect.deleteProperty(body, name);
}

/** For `errorHandler` of a page's routes: says what is wrong, to a person, with the status that programs get. */
export function sendProblemPage(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblem(error);
  logFailure(request, problem);
  const detail = problem.errors?.map(({ pointer, message }) => `${pointer.slice(1)} ${message}`).join('; ');
  const remedy = problem.status === 400 ? html`<p>Go back to change what you wrote.</p>` : '';
  const content = html`<p role="alert">${detail ?? problem.message}</p>
${remedy}`;
  return sendPage(reply.headers(problem.headers).code(problem.status), problem.title, content);
}
