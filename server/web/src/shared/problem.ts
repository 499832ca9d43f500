// SPDX-License-Identifier: GPL-2.0-or-later

export interface FieldError {
  pointer: string;
  detail: string;
}

/** A refusal by the server (RFC 9457), or `status` 0: no answer came. */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: FieldError[];
  /** All that the document says. */
  readonly members: Record<string, unknown>;

  constructor(
    status: number,
    title: string,
    detail: string,
    errors: FieldError[],
    members: Record<string, unknown> = {},
  ) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
    this.members = members;
  }

  static async from(response: Response): Promise<Problem> {
    let body: unknown = null;
    try {
      body = await response.json();
    } catch {
      // Not a problem document (a proxy's page, say): the status must do.
    }
    const document = isObject(body) ? body : {};
    return new Problem(
      response.status,
      text(document['title']) || response.statusText || String(response.status),
      text(document['detail']),
      fields(document['errors']),
      document,
    );
  }

  static unreachable(): Problem {
    return new Problem(0, '', '', []);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function fields(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map((one) => ({ pointer: text(one['pointer']), detail: text(one['detail']) }));
}
