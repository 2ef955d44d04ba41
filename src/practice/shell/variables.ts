/** A shell variable. An array has `items`, by index or by key. */
export interface Variable {
  value: string | undefined;
  items: Map<string, string> | undefined;
  isKeyed: boolean;
  isExported: boolean;
  isReadOnly: boolean;
  isInteger: boolean;
}

export interface VariableStore {
  find(name: string): Variable | undefined;
  /** The value of a variable, or of an array's first element. */
  get(name: string): string | undefined;
  /** Throws ReadOnlyError. */
  set(name: string, value: string): void;
  /** Makes the variable where there is none; for changes to its attributes. */
  declare(name: string): Variable;
  /** Throws ReadOnlyError. False where there was none. */
  unset(name: string): boolean;
  /** A variable of the function that runs now, unset or (dash) with the value it hides; false outside of functions. */
  makeLocal(name: string, keepsValue: boolean): boolean;
  enterFunction(): void;
  leaveFunction(): void;
  /** Names, sorted. */
  names(): string[];
  /** What a program gets. */
  exported(): Map<string, string>;
  copy(): VariableStore;
}

export class ReadOnlyError extends Error {
  readonly variable: string;
  constructor(variable: string) {
    super(`${variable}: is read only`);
    this.name = 'ReadOnlyError';
    this.variable = variable;
  }
}

export function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

/** Variables from an environment are exported, as POSIX asks. */
export function createVariables(environment: ReadonlyMap<string, string>): VariableStore {
  const variables = new Map<string, Variable>();
  for (const [name, value] of environment) if (isName(name)) variables.set(name, { ...blank(), value, isExported: true });
  return storeOf(variables);
}

function storeOf(variables: Map<string, Variable>): VariableStore {
  /** What the functions that run now have hidden, innermost last. */
  const scopes: Map<string, Variable | undefined>[] = [];

  function declare(name: string): Variable {
    let variable = variables.get(name);
    if (variable === undefined) {
      variable = blank();
      variables.set(name, variable);
    }
    return variable;
  }
  return {
    declare,
    find: (name) => variables.get(name),
    get(name) {
      const variable = variables.get(name);
      return variable?.items === undefined ? variable?.value : variable.items.get('0');
    },
    set(name, value) {
      const variable = declare(name);
      if (variable.isReadOnly) throw new ReadOnlyError(name);
      if (variable.items === undefined) variable.value = value;
      else variable.items.set('0', value);
    },
    unset(name) {
      const variable = variables.get(name);
      if (variable?.isReadOnly === true) throw new ReadOnlyError(name);
      return variables.delete(name);
    },
    makeLocal(name, keepsValue) {
      const scope = scopes.at(-1);
      if (scope === undefined) return false;
      if (scope.has(name)) return true;
      const hidden = variables.get(name);
      scope.set(name, hidden);
      variables.set(name, {
        ...(keepsValue && hidden !== undefined ? copyVariable(hidden) : blank()),
        isExported: hidden?.isExported ?? false,
      });
      return true;
    },
    enterFunction: () => void scopes.push(new Map()),
    leaveFunction() {
      for (const [name, hidden] of scopes.pop() ?? []) {
        if (hidden === undefined) variables.delete(name);
        else variables.set(name, hidden);
      }
    },
    names: () => [...variables.keys()].sort(),
    exported() {
      const environment = new Map<string, string>();
      for (const [name, { isExported, value }] of variables) if (isExported && value !== undefined) environment.set(name, value);
      return environment;
    },
    copy: () => storeOf(new Map([...variables].map(([name, variable]) => [name, copyVariable(variable)]))),
  };
}

function blank(): Variable {
  return { value: undefined, items: undefined, isKeyed: false, isExported: false, isReadOnly: false, isInteger: false };
}

function copyVariable(variable: Variable): Variable {
  return { ...variable, items: variable.items === undefined ? undefined : new Map(variable.items) };
}
