import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Problem } from "./api/problem";
import { newQueryClient } from "./app/queryClient";
import { newRouter } from "./app/router";
import { startLanguage } from "./text/language";
import { AnnouncerProvider } from "./ui/Announcer";
import { ToastProvider } from "./ui/Toast";
import "./theme/theme.css";

await startLanguage();

const place = document.getElementById("root");
if (!place) throw new Error("index.html has no place for the screens");

const queries = newQueryClient();
const router = newRouter(queries);

createRoot(place, {
  // A refusal has a page of its own; only what nobody expected belongs in a developer's console.
  onCaughtError(error, { componentStack }) {
    // biome-ignore lint/suspicious/noConsole: A mistake of ours has no other place to be seen.
    if (!(error instanceof Problem)) console.error(error, componentStack);
  },
}).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <AnnouncerProvider>
        <ToastProvider>
          <RouterProvider router={router} />
        </ToastProvider>
      </AnnouncerProvider>
    </QueryClientProvider>
  </StrictMode>,
);
