// SPDX-License-Identifier: GPL-2.0-or-later
// JSON Patch (RFC 6902), of the operations that the public stream uses.
import { isObject } from '../shared/problem';

type Container = Record<string, unknown> | unknown[];

/** The patched copy; null where an operation does not fit: then the document is not what the patch was made for. */
export function patched(document: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations)) return null;
  const root = { '': JSON.parse(JSON.stringify(document)) as unknown };
  for (const operation of operations) {
    if (!isObject(operation) || !apply(root, operation)) return null;
  }
  return root[''];
}

function apply(root: Container, operation: Record<string, unknown>): boolean {
  const { op, value } = operation;
  if (op === 'move') {
    const taken = remove(root, operation['from']);
    return taken !== undefined && add(root, operation['path'], taken.value);
  }
  if (op === 'remove') return remove(root, operation['path']) !== undefined;
  if (op === 'add') return add(root, operation['path'], value);
  if (op !== 'replace') return false;
  const place = find(root, operation['path']);
  if (!place || !has(place)) return false;
  (place.container as Record<string, unknown>)[place.key] = value;
  return true;
}

interface Place {
  container: Container;
  key: string;
}

function find(root: Container, path: unknown): Place | null {
  if (typeof path !== 'string') return null;
  const keys = path.split('/').map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  let container: unknown = root;
  for (const key of keys.slice(0, -1)) {
    if (typeof container !== 'object' || container === null || !owns(container, key)) return null;
    container = (container as Record<string, unknown>)[key];
  }
  const key = keys[keys.length - 1] ?? '';
  return typeof container === 'object' && container !== null ? { container: container as Container, key } : null;
}

const owns = (container: object, key: string) => Object.prototype.hasOwnProperty.call(container, key);
const has = ({ container, key }: Place) => owns(container, key);

function remove(root: Container, path: unknown): { value: unknown } | undefined {
  const place = find(root, path);
  if (!place || !has(place)) return undefined;
  if (Array.isArray(place.container)) return { value: place.container.splice(Number(place.key), 1)[0] };
  const value = place.container[place.key];
  delete place.container[place.key];
  return { value };
}

function add(root: Container, path: unknown, value: unknown): boolean {
  const place = find(root, path);
  if (!place) return false;
  if (!Array.isArray(place.container)) {
    place.container[place.key] = value;
    return true;
  }
  const at = place.key === '-' ? place.container.length : Number(place.key);
  if (!Number.isInteger(at) || at < 0 || at > place.container.length) return false;
  place.container.splice(at, 0, value);
  return true;
}
