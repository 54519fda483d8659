// The one import of Temporal: Node 24 has none of its own, Node 26 has, and then this line goes.
export { Temporal } from 'temporal-polyfill';
