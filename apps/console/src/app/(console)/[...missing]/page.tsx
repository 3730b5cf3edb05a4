import { notFound } from 'next/navigation';

/** Whatever no other page answers: said inside the shell, with the navigation at hand. */
export default function Missing(): never {
  notFound();
}
