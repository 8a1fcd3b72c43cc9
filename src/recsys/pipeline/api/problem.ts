/** Errors as the API tells them: `application/problem+json`. M. Nottingham et al.: Problem details for HTTP APIs. RFC 9457, 2023. */

/** One thing that is wrong with a request. */
export interface FieldError {
  /** The parameter, or the path in the body: `top_k`, `events[3].time`. */
  field: string;
  message: string;
}

/** Thrown by whatever finds that a request cannot be answered. */
export class Problem extends Error {
  readonly status: number;
  readonly errors: FieldError[];
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    detail: string,
    { errors = [], headers = {} }: { errors?: FieldError[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  404: 'Not found',
  405: 'Method not allowed',
  413: 'Content too large',
  415: 'Unsupported media type',
  500: 'Internal server error',
  501: 'Not implemented',
  503: 'Service unavailable',
};

/** The answer. What is not a Problem becomes a 500 that tells nothing of its cause. */
export function problemResponse(error: unknown, requestId: string): Response {
  const problem =
    error instanceof Problem ? error : new Problem(500, 'something went wrong here; the request id finds it in the log');
  const body = {
    type: 'about:blank',
    title: TITLES[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.message,
    ...(problem.errors.length > 0 && { errors: problem.errors }),
    request_id: requestId,
  };
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', ...problem.headers },
  });
}
