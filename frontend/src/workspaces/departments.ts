import { queryOptions } from "@tanstack/react-query";
import { answer, api, newId, type View } from "../api/client";

export type Department = View<"DepartmentView">;

/** What a department is asked about, from which amount on, and who speaks for it. */
export interface Rule {
  name: string;
  before: ("proposal" | "signature")[];
  aboveCents: number | null;
  participantIds: string[];
}

export const departmentsQuery = (id: string) =>
  queryOptions({
    queryKey: ["workspaces", id, "departments"],
    queryFn: () =>
      answer(
        api.GET("/workspaces/{workspace_id}/departments", {
          params: { path: { workspace_id: id } },
        }),
      ),
  });

/** Ask a department of one's own side for its word from now on, or change what it is asked. */
export function setDepartment(id: string, departmentId: string | null, rule: Rule) {
  const body = { id: newId(), ...rule };
  if (departmentId === null) {
    return answer(
      api.POST("/workspaces/{workspace_id}/departments", {
        params: { path: { workspace_id: id } },
        body,
      }),
    );
  }
  return answer(
    api.POST("/workspaces/{workspace_id}/departments/{department_id}/changes", {
      params: { path: { workspace_id: id, department_id: departmentId } },
      body,
    }),
  );
}

/** Ask a department no more. */
export function endDepartment(id: string, departmentId: string) {
  return answer(
    api.POST("/workspaces/{workspace_id}/departments/{department_id}/endings", {
      params: { path: { workspace_id: id, department_id: departmentId } },
      body: { id: newId() },
    }),
  );
}
