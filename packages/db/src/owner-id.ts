/** The account that the migration `create_users` makes. */
export const OWNER_ID = 1;
