/**
 * Requests to the product's own JSON API. What can go wrong has one class each: no answer (Unreachable), a refusal
 * (ApiError). Anything else that is thrown is a fault of the page itself.
 */

/** The server was not reached, or its answer broke off. */
export class Unreachable extends Error {
  constructor(path: string, cause: unknown) {
    super(`${path} could not be reached`, { cause });
  }
}

/** The server answered, and refused; the message is the server's own. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field: string | null,
  ) {
    super(message);
  }
}

/** The answer's JSON; null where the answer has no content. */
export async function call<T>(method: "GET" | "POST" | "PUT", path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (method !== "GET") {
    headers["content-type"] = "application/json";
    headers["x-csrftoken"] = cookie("csrftoken");
  }
  const request = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await reached(path, () => fetch(path, request));
  const text = await reached(path, () => response.text());
  if (!response.ok) throw refusal(response, text);
  return (text === "" ? null : parsed(response, text)) as T;
}

async function reached<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw new Unreachable(path, error);
  }
}

/** A proxy's page, a login page: an answer, though not of the API. */
function unreadable({ status, statusText }: Response): ApiError {
  return new ApiError(status, "unreadable", `${status} ${statusText}`.trim(), null);
}

function parsed(response: Response, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw unreadable(response);
    throw error;
  }
}

interface Refusal {
  error?: { code?: string; message?: string; field?: string | null };
}

function refusal(response: Response, text: string): ApiError {
  if (!/json/.test(response.headers.get("content-type") ?? "")) return unreadable(response);
  const error = (parsed(response, text) as Refusal | null)?.error;
  if (typeof error?.message !== "string") return unreadable(response);
  return new ApiError(response.status, error.code ?? "", error.message, error.field ?? null);
}

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? "";
}
