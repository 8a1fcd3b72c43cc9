/**
 * Which cell needs which: from what each cell declares, reads, assigns and mutates, in the notebook's order.
 *
 * A cell is a function of the names that earlier cells declare, so its direct needs are the owners of the names that it
 * reads, and every cell between that visibly mutates one of those names.
 */
import type { Analysis, Place } from './types';

/** One cell as the graph sees it. */
export interface GraphCell {
  id: string;
  analysis: Analysis;
}

/** A breach of the scope rule. */
export interface Problem extends Partial<Place> {
  /** The cell that has to change. */
  cell: string;
  /** What is wrong, naming the cells. */
  message: string;
}

/** The graph of a notebook's cells. Every list is in the notebook's order. */
export interface CellGraph {
  /** Ids in the notebook's order. */
  order: string[];
  /** Name to the id of the first cell that declares it. */
  owners: ReadonlyMap<string, string>;
  /** Cells whose results this one uses itself. */
  directNeeds(id: string): string[];
  /** Cells that have to run before this one. */
  needs(id: string): string[];
  /** Cells that a change of this one may change. */
  dependents(id: string): string[];
  problems: Problem[];
}

/** Builds the graph of cells given in the notebook's order. */
export function buildGraph(cells: GraphCell[]): CellGraph {
  const order = cells.map((cell) => cell.id);
  const owners = new Map<string, string>();
  for (const { id, analysis } of cells) for (const name of analysis.declares) if (!owners.has(name)) owners.set(name, id);
  const direct = directNeeds(cells);
  const needs = closure(order, direct);
  const dependents = closure([...order].reverse(), invert(order, direct));
  const inOrder = (ids: Set<string> | undefined): string[] => order.filter((id) => ids?.has(id));
  return {
    order,
    owners,
    directNeeds: (id) => inOrder(direct.get(id)),
    needs: (id) => inOrder(needs.get(id)),
    dependents: (id) => inOrder(dependents.get(id)),
    problems: findProblems(cells, owners),
  };
}

function directNeeds(cells: GraphCell[]): Map<string, Set<string>> {
  const direct = new Map<string, Set<string>>();
  /** Name to the cells that made it what it is by now: its owner and its mutators. */
  const makers = new Map<string, string[]>();
  for (const { id, analysis } of cells) {
    const needs = new Set<string>();
    const used = [...analysis.reads, ...analysis.mutates, ...analysis.assigns.map((assign) => assign.name)];
    for (const name of used) if (!analysis.declares.includes(name)) for (const maker of makers.get(name) ?? []) needs.add(maker);
    for (const name of analysis.mutates) makers.get(name)?.push(id);
    for (const name of analysis.declares) makers.set(name, [id]);
    direct.set(id, needs);
  }
  return direct;
}

/** Reachability; `order` lists every cell behind the cells it points to. */
function closure(order: string[], edges: Map<string, Set<string>>): Map<string, Set<string>> {
  const reached = new Map<string, Set<string>>();
  for (const id of order) {
    const all = new Set<string>();
    for (const next of edges.get(id) ?? []) {
      all.add(next);
      for (const further of reached.get(next) ?? []) all.add(further);
    }
    reached.set(id, all);
  }
  return reached;
}

function invert(order: string[], edges: Map<string, Set<string>>): Map<string, Set<string>> {
  const inverse = new Map(order.map((id) => [id, new Set<string>()]));
  for (const [id, targets] of edges) for (const target of targets) inverse.get(target)!.add(id);
  return inverse;
}

function findProblems(cells: GraphCell[], owners: ReadonlyMap<string, string>): Problem[] {
  const problems: Problem[] = [];
  const declared = new Set<string>();
  for (const { id, analysis } of cells) {
    for (const name of analysis.declares) {
      const owner = owners.get(name)!;
      if (owner !== id)
        problems.push({ cell: id, message: `\`${name}\` is declared by cells [${owner}] and [${id}]: rename one of them` });
    }
    for (const { name, line, column } of analysis.assigns) {
      const owner = owners.get(name);
      if (owner) {
        const message = `\`${name}\` belongs to cell [${owner}]; only that cell may assign it`;
        problems.push({ cell: id, message, line, column });
      }
    }
    const assigned = new Set(analysis.assigns.map((assign) => assign.name));
    for (const name of new Set([...analysis.reads, ...analysis.mutates])) {
      const owner = owners.get(name);
      if (!owner || declared.has(name) || assigned.has(name)) continue;
      problems.push({
        cell: id,
        message: `\`${name}\` is declared by the later cell [${owner}]: a cell sees only what stands above it`,
      });
    }
    for (const name of analysis.declares) declared.add(name);
  }
  return problems;
}
