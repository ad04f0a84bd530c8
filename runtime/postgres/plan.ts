// What EXPLAIN (FORMAT JSON) says about a statement: what it costs and which relations it reads, locks and changes.

export interface Plan {
  readonly cost: number;
  readonly relations: ReadonlySet<string>;
  /** Targets of INSERT, UPDATE, DELETE, MERGE anywhere in the plan. */
  readonly changed: ReadonlySet<string>;
  /** Rows are locked (FOR UPDATE and the like): a physical write of these relations, not of their data. */
  readonly locks: boolean;
  /** The table that most of the cost is for, where all of it is read and a filter keeps a part; '' if there is none. */
  readonly scanned: string;
}

/** Cheaper scans are those of small tables, where an index would change nothing. */
const SCAN_COST_MIN = 50;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Total Cost': number;
  readonly 'Relation Name'?: string;
  readonly Filter?: string;
  readonly 'Target Tables'?: readonly { readonly 'Relation Name'?: string }[];
  readonly Plans?: readonly PlanNode[];
}

export function readPlan(json: string): Plan {
  const relations = new Set<string>();
  const changed = new Set<string>();
  let locks = false;
  let cost = 0;
  let scanned = '';
  let scanCost = SCAN_COST_MIN;
  const visit = (node: PlanNode): void => {
    const relation = node['Relation Name'];
    if (relation !== undefined) relations.add(relation);
    if (node['Node Type'] === 'LockRows') locks = true;
    if (node['Node Type'] === 'Seq Scan' && node.Filter !== undefined && node['Total Cost'] > scanCost) {
      scanned = relation ?? '';
      scanCost = node['Total Cost'];
    }
    if (node['Node Type'] === 'ModifyTable') {
      if (relation !== undefined) changed.add(relation);
      for (const target of node['Target Tables'] ?? []) {
        if (target['Relation Name'] === undefined) continue;
        relations.add(target['Relation Name']);
        changed.add(target['Relation Name']);
      }
    }
    for (const child of node.Plans ?? []) visit(child);
  };
  // A rule can turn one statement into several plans; a rule that does nothing gives a text instead of a plan.
  for (const entry of JSON.parse(json) as readonly { readonly Plan?: PlanNode }[]) {
    if (!entry.Plan) continue;
    cost += entry.Plan['Total Cost'];
    visit(entry.Plan);
  }
  return { cost, relations, changed, locks, scanned: scanCost > cost / 2 ? scanned : '' };
}
