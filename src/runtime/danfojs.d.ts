/**
 * The part of danfojs 1.2 that this book uses, with real types: the package's own are `any` nearly everywhere. What is missing here exists
 * but has not been tried. The comments tell where it behaves otherwise than pandas does; each was observed.
 */
declare module 'danfojs' {
  /** A value of a cell. Missing ones are NaN, undefined or null. */
  export type Cell = string | number | boolean | null | undefined;
  /** The type of a column. */
  export type Dtype = 'string' | 'int32' | 'float32' | 'boolean' | 'undefined';
  export type Label = string | number;

  export interface FrameOptions {
    columns?: string[];
    index?: Label[];
    dtypes?: Dtype[];
  }
  /** Changes the frame itself and returns nothing. */
  export interface InPlace {
    inplace: true;
  }
  /** A row mask of booleans. */
  export type Mask = Series | boolean[];
  /** Rows and columns by label: labels, a `'from:to'` slice without its end, or for rows a mask. */
  export interface LocOptions {
    rows?: Label[] | Mask;
    columns?: string[];
  }
  /** Rows and columns by place: places, or a `'from:to'` slice without its end. */
  export interface IlocOptions {
    rows?: (number | string)[] | Mask;
    columns?: (number | string)[];
  }

  /** One column with its index. Methods return a new series unless told to work in place. */
  export class Series {
    constructor(values: readonly Cell[], options?: FrameOptions);
    readonly values: Cell[];
    readonly index: Label[];
    readonly columns: string[];
    readonly dtypes: Dtype[];
    readonly shape: [rows: number];
    readonly size: number;
    /** Text methods, for a series of texts. */
    readonly str: Str;
    /** Parts of dates, for a series of dates as texts. */
    readonly dt: Dt;

    head(rows?: number): Series;
    tail(rows?: number): Series;
    /** Rows drawn without replacement. */
    sample(size?: number, options?: { seed?: number }): Promise<Series>;
    loc(rows: Label[] | Mask): Series;
    iloc(rows: (number | string)[] | Mask): Series;
    at(label: Label): Cell;
    iat(place: number): Cell;

    // Missing values are left out of these.
    sum(): number;
    mean(): number;
    median(): number;
    /** The most frequent values. */
    mode(): number[];
    min(): number;
    max(): number;
    std(): number;
    var(): number;
    count(): number;
    argMax(): number;
    argMin(): number;
    /** count, mean, std, min, median, max, variance. */
    describe(): Series;

    add(other: Series | readonly number[] | number): Series;
    sub(other: Series | readonly number[] | number): Series;
    mul(other: Series | readonly number[] | number): Series;
    div(other: Series | readonly number[] | number): Series;
    pow(other: Series | readonly number[] | number): Series;
    mod(other: Series | readonly number[] | number): Series;
    abs(): Series;
    round(decimals?: number): Series;
    cumSum(): Series;
    cumMax(): Series;
    cumMin(): Series;

    eq(other: Series | readonly Cell[] | Cell): Series;
    ne(other: Series | readonly Cell[] | Cell): Series;
    gt(other: Series | readonly number[] | number): Series;
    ge(other: Series | readonly number[] | number): Series;
    lt(other: Series | readonly number[] | number): Series;
    le(other: Series | readonly number[] | number): Series;
    and(other: Mask): Series;
    or(other: Mask): Series;

    /** In the order of first appearance. */
    unique(): Series;
    nUnique(): number;
    /** How often each value stands, by value, in the order of first appearance. */
    valueCounts(): Series;
    isNa(): Series;
    fillNa(value: string | number | boolean): Series;
    dropNa(): Series;
    dropDuplicates(options?: { keep?: 'first' | 'last' }): Series;
    replace(before: string | number | boolean, after: string | number | boolean): Series;
    map(mapping: ((value: never, row: number) => Cell) | Record<string, Cell>): Series;
    apply(change: (value: never) => Cell): Series;
    asType(dtype: Dtype): Series;
    sortValues(options: { ascending?: boolean } & InPlace): void;
    sortValues(options?: { ascending?: boolean }): Series;
    append(values: Series | readonly Cell[] | Cell, index: Label[] | Label): Series;
    setIndex(index: Label[]): Series;
    /** Rows are numbered from 0 again. */
    resetIndex(): Series;
    toString(): string;
  }

  /** A table. Methods return a new frame unless told to work in place. */
  export class DataFrame {
    /** From columns by name, rows as objects, or rows as lists. Columns are plain arrays: a typed array is not understood. */
    constructor(data: Record<string, readonly Cell[]> | readonly object[] | readonly (readonly Cell[])[], options?: FrameOptions);
    /** Row by row. */
    readonly values: Cell[][];
    readonly index: Label[];
    readonly columns: string[];
    /** Of each column. An integer column with a missing value is float32. */
    readonly dtypes: Dtype[];
    /** The type of each column, by name. */
    readonly ctypes: Series;
    readonly shape: [rows: number, columns: number];
    readonly size: number;
    readonly T: DataFrame;

    head(rows?: number): DataFrame;
    tail(rows?: number): DataFrame;
    /** Rows drawn without replacement. */
    sample(size?: number, options?: { seed?: number }): Promise<DataFrame>;
    loc(options: LocOptions): DataFrame;
    iloc(options: IlocOptions): DataFrame;
    at(row: Label, column: string): Cell;
    iat(row: number, column: number): Cell;
    /** One column. Assigning to its values does not reach the frame: use `addColumn`. */
    column(name: string): Series;
    /** Rows where the mask is true. */
    query(mask: Mask): DataFrame;
    selectDtypes(dtypes: Dtype[]): DataFrame;

    /** Adds a column, or replaces the one of that name. */
    addColumn(name: string, values: readonly Cell[] | Series, options: InPlace): void;
    addColumn(name: string, values: readonly Cell[] | Series): DataFrame;
    drop(options: { columns?: string[]; index?: Label[] } & InPlace): void;
    drop(options: { columns?: string[]; index?: Label[] }): DataFrame;
    rename(names: Record<string, string>, options: InPlace): void;
    rename(names: Record<string, string>): DataFrame;
    /** Changes the frame it is called on as well. */
    asType(column: string, dtype: Dtype): DataFrame;
    /** The column's values must differ from row to row. */
    setIndex(options: { column: string; drop?: boolean }): DataFrame;
    /** Rows are numbered from 0 again. */
    resetIndex(): DataFrame;
    append(rows: DataFrame | readonly (readonly Cell[])[], index: Label[]): DataFrame;

    /** Rows keep their index, as in pandas. */
    sortValues(column: string, options: { ascending?: boolean } & InPlace): void;
    sortValues(column: string, options?: { ascending?: boolean }): DataFrame;
    groupby(columns: string[]): GroupBy;

    isNa(): DataFrame;
    /** Rows (axis 1, the default) or columns (axis 0) without a missing value: the other way round than pandas. */
    dropNa(options?: { axis?: 0 | 1 }): DataFrame;
    /** One value for all, or one for each of the columns named; then the frame it is called on is changed as well. */
    fillNa(value: string | number | boolean | readonly Cell[], options?: { columns?: string[] }): DataFrame;
    replace(before: string | number, after: string | number, options?: { columns?: string[] }): DataFrame;

    /** The function gets the values of a row (axis 1, the default) or of a column (axis 0). */
    apply(change: (values: never[]) => Cell, options?: { axis?: 0 | 1 }): Series;
    /** The function gets each value. */
    applyMap(change: (value: never) => Cell): DataFrame;

    // By row with axis 1, the default; by column with axis 0: the other way round than pandas.
    sum(options: { axis: 0 | 1 }): Series;
    mean(options: { axis: 0 | 1 }): Series;
    median(options: { axis: 0 | 1 }): Series;
    min(options: { axis: 0 | 1 }): Series;
    max(options: { axis: 0 | 1 }): Series;
    std(options: { axis: 0 | 1 }): Series;
    count(options: { axis: 0 | 1 }): Series;
    nUnique(axis: 0 | 1): Series;
    /** Of each number column: count, mean, std, min, median, max, variance. Throws where one has a missing value. */
    describe(): DataFrame;

    // On frames of numbers only; through a tensor of 32-bit floats.
    add(other: DataFrame | Series | readonly number[] | number, options?: { axis?: 0 | 1 }): DataFrame;
    sub(other: DataFrame | Series | readonly number[] | number, options?: { axis?: 0 | 1 }): DataFrame;
    mul(other: DataFrame | Series | readonly number[] | number, options?: { axis?: 0 | 1 }): DataFrame;
    div(other: DataFrame | Series | readonly number[] | number, options?: { axis?: 0 | 1 }): DataFrame;
    toString(): string;
  }

  /** What a group's column is made into. */
  export type Aggregate = 'mean' | 'std' | 'var' | 'min' | 'max' | 'sum' | 'count';

  /** Rows by the values of one or two columns; each aggregate gives a frame with the columns `<column>_<aggregate>`. */
  export interface GroupBy {
    /** Only these columns are aggregated. */
    col(columns: string[]): GroupBy;
    count(): DataFrame;
    sum(): DataFrame;
    mean(): DataFrame;
    min(): DataFrame;
    max(): DataFrame;
    std(): DataFrame;
    var(): DataFrame;
    /** Aggregates by column: `{ watches: ['sum', 'mean'], year: 'max' }`. */
    agg(aggregates: Record<string, Aggregate | Aggregate[]>): DataFrame;
    getGroup(values: Label[]): DataFrame;
    /** The function's frames under each other, behind a column `<column>_Group`. */
    apply(change: (group: DataFrame) => DataFrame): DataFrame;
    readonly ngroups: number;
  }

  export interface Str {
    toLowerCase(): Series;
    toUpperCase(): Series;
    capitalize(): Series;
    trim(): Series;
    len(): Series;
    includes(part: string): Series;
    startsWith(part: string): Series;
    endsWith(part: string): Series;
    replace(before: string | RegExp, after: string): Series;
    split(separator?: string): Series;
    slice(start?: number, end?: number): Series;
  }

  /** In the time zone of the engine; the book's is UTC. */
  export interface Dt {
    year(): Series;
    /** 0 for January. */
    month(): Series;
    monthName(): Series;
    dayOfMonth(): Series;
    /** 0 for Sunday. */
    dayOfWeek(): Series;
    dayOfWeekName(): Series;
    hours(): Series;
    minutes(): Series;
    seconds(): Series;
  }

  /** Dates from texts that `new Date` reads. */
  export function toDateTime(values: readonly string[] | Series): Dt;
  /** Joins on columns of the same names. Without `how` nothing matches, so it is asked for. */
  export function merge(options: {
    left: DataFrame;
    right: DataFrame;
    on: string[];
    how: 'inner' | 'left' | 'right' | 'outer';
  }): DataFrame;
  /** Under each other (axis 0) or side by side (axis 1). The frames must be different objects: the same one twice is damaged by it. */
  export function concat(options: { dfList: (DataFrame | Series)[]; axis: 0 | 1 }): DataFrame;
  /** One column of 0 and 1 for each value. */
  export function getDummies(
    data: DataFrame | Series,
    options?: { columns?: string[]; prefix?: string | string[]; prefixSeparator?: string },
  ): DataFrame;
  /** Rows as objects, or with `row` columns as lists. */
  export function toJSON(frame: DataFrame, options?: { format?: 'column' }): Record<string, Cell>[];
  export function toJSON(frame: DataFrame, options: { format: 'row' }): Record<string, Cell[]>;
  export function toCSV(frame: DataFrame | Series, options?: { sep?: string; header?: boolean }): string;
}
