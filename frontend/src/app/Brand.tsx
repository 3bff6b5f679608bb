/** Two talk balloons, one solid and one open: two sides in one conversation. */
export function Brand() {
  return (
    <>
      <svg width="30" height="24" viewBox="0 0 30 24" aria-hidden="true">
        <path fill="currentColor" d="M1 3h15v13H7l-4.500 4.200V16H1z" />
        <path
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinejoin="miter"
          d="M18.500 7H28v13h-2.500v3.200L21.500 20H12v-2"
        />
      </svg>
      <span>Samenspraak</span>
    </>
  );
}
