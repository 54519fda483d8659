/** How many levels there are: a todo, its parts, theirs, and so on. */
export const levels = 5;
