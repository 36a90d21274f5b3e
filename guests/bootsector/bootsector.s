# A guest of 512 bytes: says on COM1 that it is there, then "tick N" about every half second.
#
# It stays in real mode, so it runs under KVM even where the processor offers no hardware virtualization to us.
# A real operating system learns of the power button through ACPI tables and an interrupt. This one has neither, and
# doesn't need them: the registers are at the fixed I/O ports where SeaBIOS puts them on the machines pc and q35.
#
# Variants (as --defsym):
#   (none)     deaf to the power button: who stops it has to pull the plug
#   BUTTON=1   powers off when the power button is pressed
#   TICKS=n    powers itself off after n ticks

        .set    COM1, 0x3f8
        .set    TIMER, 0x46c            # the BIOS counts 18.2 ticks a second here
        .set    HALF_A_SECOND, 9
        .set    PM1_STATUS, 0x600       # 16 bits each: status, enable, control
        .set    PM1_ENABLE, 0x602
        .set    PM1_CONTROL, 0x604
        .set    POWER_BUTTON, 0x0100
        .set    SLEEP_S5, 0x2000        # SLP_EN, type 0: off

        .code16
        .text
        .globl  _start
_start: ljmp    $0, $begin
begin:  xorw    %ax, %ax
        movw    %ax, %ds
        movw    %ax, %ss
        movw    $0x7c00, %sp
        cld
        sti

        movw    $port_setup, %si
1:      lodsw                           # low byte: offset from COM1, high byte: value
        cmpb    $0xff, %al
        je      2f
        xorw    %dx, %dx
        movb    %al, %dl
        addw    $COM1, %dx
        movb    %ah, %al
        outb    %al, %dx
        jmp     1b
2:
.ifdef BUTTON
        movw    $PM1_ENABLE, %dx        # QEMU reports only a button that is enabled
        movw    $POWER_BUTTON, %ax
        outw    %ax, %dx
.endif
        movw    $greeting, %si
        call    print
        xorl    %ebp, %ebp              # how often it has ticked

tick:   incl    %ebp
        movw    $word, %si
        call    print
        movl    %ebp, %eax
        call    print_number
        movw    $line_end, %si
        call    print
.ifdef TICKS
        cmpl    $TICKS, %ebp
        jae     power_off
.endif
        movw    TIMER, %bx
wait:   hlt
.ifdef BUTTON
        movw    $PM1_STATUS, %dx
        inw     %dx, %ax
        testw   $POWER_BUTTON, %ax
        jnz     power_off
.endif
        movw    TIMER, %ax
        subw    %bx, %ax
        cmpw    $HALF_A_SECOND, %ax
        jb      wait
        jmp     tick

power_off:
        movw    $farewell, %si
        call    print
        movw    $PM1_CONTROL, %dx
        movw    $SLEEP_S5, %ax
        outw    %ax, %dx
3:      hlt
        jmp     3b

# prints the text at %si up to its zero
print:  lodsb
        testb   %al, %al
        jz      4f
        call    put
        jmp     print
4:      ret

# prints %eax in decimal
print_number:
        movl    $10, %ecx
        xorl    %edx, %edx
        divl    %ecx
        pushw   %dx
        testl   %eax, %eax
        jz      5f
        call    print_number
5:      popw    %ax
        addb    $'0', %al

# writes the character in %al once the port has room for it
put:    movb    %al, %ah
        movw    $COM1 + 5, %dx
6:      inb     %dx, %al
        testb   $0x20, %al
        jz      6b
        movb    %ah, %al
        movw    $COM1, %dx
        outb    %al, %dx
        ret

# 115200 baud, 8 bits, no parity, FIFO on, DTR and RTS, no interrupts
port_setup:
        .byte   1, 0x00,  3, 0x80,  0, 0x01,  1, 0x00,  3, 0x03,  2, 0xc7,  4, 0x03,  0xff, 0xff
greeting:
        .asciz  "aerie boot sector guest\r\n"
word:   .asciz  "tick "
line_end:
        .asciz  "\r\n"
farewell:
        .asciz  "power off\r\n"

        .org    446                     # where a partition table would be: left empty
        .org    510
        .byte   0x55, 0xaa
