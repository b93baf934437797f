import type { RoleItem } from '../items';
import { h, type PageElement } from '../node';
import { roleRow } from '../rows';
import { roleTable } from '../tables';
import { rowsOf, section, type FirstRows, type ReportHeader } from './frame';

/** The roles, with who may use them. */
export const rolesSection = (header: ReportHeader, roles: FirstRows<RoleItem>): PageElement =>
  section(
    'roles',
    'Roles',
    roles.all === 0
      ? h('p', {}, 'No role was observed that somebody may assume with a web identity token.')
      : rowsOf(roleTable, { first: roles.first.map((item) => roleRow(item, header)), all: roles.all }),
  );
