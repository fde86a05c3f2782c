#include "core/model/weights/gguf_blocks_grids.h"

#include <cstddef>
#include <string_view>

namespace baryscope {
namespace {

// A grid's points are sorted by their digits, the first number's the lowest, read as one number;
// each is told by how far it lies behind the one before, less one. Characters count from '#': below
// 40 the last digit of a distance, above it digits to base 17 of what stands before that.
constexpr std::string_view k_iq2_xxs =
    "#$%%$)%.$($9%.*+%>$*:M1%.'L%L>6M:$BM2T9%.3%>$(:C%.6M.$(:HE93MJ)L*L>BS>'%.6;%.$L0N&L6OD4MNG%."
    "3ABF.'M=*:L*,HO&CV%*:'FL1NBLDNH8W-%.L*L;N)'NEO3MM1$*L4?A$O)AO:$WA%.L*8O,L;ER6T2:MFUBSN'%.*+%"
    ">*0,C%.MBBL;A'N&1L204U**:M2;N#4P6WC%.L*'O=M*+COELEMKB*+*)M2*N&L8M4PGWA$MJQ)M%U>3*LEP6OJMO..L"
    "*JNBM'OELBU2'Q=$MDLK8SZH$*L1L;N,6JP+W2%.'L%BNJL@LHMGL1BU4Q4Q?MO%.6>M3MGM<OGV%DDQ?LN2NIMU$LHL"
    "/N.Q)X2LTJO6";
constexpr std::string_view k_iq2_xs =
    "#$%%$)%$%)$%%;%$%)$%%+%>$%%+%')M3%$%)$%%$)%>$%%+%.*;%.MB$%%+%.C%.'L%,T1%$%)$%%+%>$%%+%$,C%.M"
    "B$%%+%.C%.3AN+%.8<$L<T6$%%$)%.'>%.*JB,M)%.L*L;*MIB*M@,MK3%$%)$%%+%>$%%+%.,9%.MB$%%+%.C%.L*6$"
    "M=%$,L*BU2$%%+%.C%')6>N+%.L*OB6L/UJ%.$L(6L,N$'M3PEM*MK)$%%$)%.C%.L*BM3%.L**?NEDM0JS;%.;9OBL;"
    "3LAM:;N6S<*$8L/L-<OHJMJ:M4($SL1%$%)$%%+%>$%%$)%.'>%.MB$%%+%.C%.L*'?M1%.$99V*$%%+%')C%.L*6M?%"
    ".6>M,M8,L4.UC%.L*'10NH3L-.;NEMO.$%%+%.*;%.L*N+%.'L%$O@L>M8S9%.3ABCBM1*MJ*NCLAL3SA6L'1LCN+H$S"
    "%ML&%.L*60FEM)R.HLBT(8Q,L*'M1Z'M;O=P;LH0SM0$%%+%.,9%.L*$H$M)%$,L*3*O)BM2$@*S;%.$%L%BL#MIL>M3"
    "MEM$U(*?L/H$HM0R&M0*04MK+%.L*8L(N&DL<Q$L-T1'L9.*P+M9$O1X*M'O%P&LEMLJ$($8,MHO3*LGM,$(DM(BU2M'"
    "V:L-T,8$(MJ*M.N*$O$$M9;";
constexpr std::string_view k_iq2_s =
    "#$%%$)%$%)$%%;%$%)$%%+%$%9$%%+%.''M)%$%)$%%+%>$%%+%$%)'%;%.$%.%M.$%%+%.,9%$%)'L%'',0SA%$%)$%"
    "%+%$%9$%%$)%$%)$%>%$%)'%+%M.$%%$)%$%)'%;%$%)$%%+%>$%%+%.M3%$%)'L%'%+%.C%.T*$%%+%$%)''9%$%)$%"
    "%+%>'18M)%.$%%+A'%+%.C1MB3%0($HLCMK:%$%)$%%+%$<$%%+%$%)$%%;%$,'%+%M.$%%$)%$%)$%%;%$%)$%%+%>$"
    "%%+%M?%')'.%>'.%L'%.T*$%%+%$%)'%;%$%)$%%+%>$%%+%.M3%$%)$%%+%>$%%+%.C%.MB'%+%.C%.L*L$S9%$%)'%"
    "+A$%%+%.C%N&$%%+%.C%.;L3M4.L*8MM,$%%+%$%)''9%.$%1>,,8M)%.$%.A$%.%.C%.MB,:($<.L2$@S;%$%)'%+%>"
    "$%%+%.C%.MB'%+%.C%.8<N+%.L*;U9'.%L'%.L4BM)%.N/MG:L<F$SL1%$%)$%%$)%$<$%%$)%$%)$%>%.'%+%M.$%%+"
    "%$%)$%>%$%)$%%+%>$%%+%.M3%.$%%.>'%+%.C%T6$%%$)%$%)$%%;%$%)$%%+%>$%%+%.M3%$%)$%%+%>$%%+%.,9%."
    "MB$%%+%.C%.L*GS>%')$%%+%>$%%+%.F.MB$%%+%.C%.L*8M=%.L*MMB$%%+%$%)$%%;%$%)$%%+%>$%%+%M?%$%)$%%"
    "+%>$%%+%.C%.MB'%+%.C%.;9T;%$%)$%%+%>$%%+%.C%.MB$%%+%.C%.L*N+%.8<V*$%%+%.C%.,HN+%.L*OB;M>EMK+"
    "%$,$%%+%>'%+%.F.MB$%%+%.C%.L*;M=.L*8LESA'%+%.C%.L*N+%.L*,@L$M@N>T'%.M'L-M:L$QJM1SKA$%%+%')'>"
    "%.$%%+A'.%M?%')$%%+%>$%%+%L'%.;M)'')%L'%.UC%$%)$%%+A$%%+%.C%.MB$%%+%.C%.L*,MI%.;9V*'.%L'%.M$"
    "M1%L6GO?L0$JBMK1%')$%%.>$%%+%.C%.MB'.%L'%.,O)%.L*M8S<$%%+%.C%.L*8M=%.L*M*+M1L@@U/%.8<M;M)LC+"
    "RHMKB'',0*9%.M$*N@GNG*:($M*($@S;%.L*LC=M.;RBV#@N$O4L,N,$8$(M2D";
constexpr std::string_view k_iq1 =
    "#$%%$)&-$($=.%$1=$($--$($M,#.%$%#->'%+%')%$$?.%$1M-$($--$($=.*-'9$($)&&)$($SI%$1>*.',#L&*.M."
    "%##1%$19''(#%##%)$%%$92&%$)%##%M='J%.$%%*#'%>.%'SI$($--$($=.'1=$($--$($M-.%'-#>1#&.%'J%$%.M-"
    "$($--$($=.**&=$%%$--$($MK8#%'-#>%.'%+%#&J%$-&M.%$%)$%%+%'>'(##$##%)'A0%.%M?%$1=(%+%%$,$A.%$1"
    "S>'%-#%#*'=&#$$)%##%+%%>')&#%##)%#&M+%')%##%)$%%$9%##-#$##%#)%##%9$$#%$(#%##%#($%M.%##1#$$)'"
    "<$$#%$)&#$#*%#%##>&*%1'SJ'1>%$%)'%$(#%$%>.%3M=$%')&?$#%+%##%#(''A*#%%+'%M2/0$@$%)$%%+'%>.'&M"
    "K8$($--$%%$=.**&=$($--$%%$M-.%'.?$'.%$)%##A-(%.M.)$)&-$($=.'%.>)$)&-$($S=1$%.A##%+%%$.A.%'*&"
    "M6..*9'%+%#&+%%C)&#%$)%$%M.-$).>*.-#*=$,,SH$($--$($=.%3=$($8$($M1*%'.C%+%.%$%>-(%-#M-$($8$($"
    "=.'%.=$($--$($SK=.'1F+%%$)%$L('*'M,#%$%+%#$$)'%>%$)%##%#-%$9%$,$%-##M5.%$1>3%','B-3S>6&2>%$)"
    "%##-#%%$9'%)$%-#*M*#%')%##%)''9%##%)#%##$#*%##%;$#%+%##%#-%$M)&&-#%$)%'9$%%*##%#%+%%;&',#.%$"
    "SA.&'-?))'%+%$%>.%$%.M.&#&(&#%+%$<'')#$##%)$%#&>%+%#$+%$%M?L($%.%$,'L%3MK.%##%+%')%'9'%+%##%"
    ".%@%.%*#'%M.%##)%##$#)'#$$9%##%)##$##$##)%##%;%.%##%)''M)'.%')%@%')%##%+%B-$%&#,SB#.%##$#*&%"
    "$9%##%#(#%##$##)#$##%9*$)%##%*%#'M)#$##%)##$##%#)%##%9##$##$#)##$##$##(#%##$##9%#&#(#%##$#*%"
    "##%M)##$$$#*%#%#)##$##$#:&#$##(##$##$##)%#&;%#$##)&'*%#$#S=##%)'%++=%$)%##$#)$$#?))$%%+*M*#%"
    "')%##%.>%##%)##$##$##)%##%:&&*%##$#.M1&/'('#%>%#*&#$#+%%$9+*%#$$)MK61$%.A.'#$$)%$%:71M.%$%+%"
    ".#&%>&*&#%.#&<(*%.'%M:'%I#'1#$*G.'1T&#%#&)'%9$%%$)%##%#($%A#&)$$##$$)%'M.%$)&#%L%##%)#%##%*%"
    "##%?%#)&#%#*%#$M,).-($#9'%$)%##$$('%:$%',$$#)&$&T&%.>3%')*>.)0M-%.'.%$%9#&#$+%##%)'':$(-.%#&"
    "M:'$L#%')'%$,#&?0&$.SK<$($8$($=-#%$%.=$($--$($M-.%$%.>%')$%#$#-$%>&-$%.M-$($--$($I%'.=$($--$"
    "($T$'J%/&')%'L%'M:*+%'.%9#&%+%##%#-#$$9%$%)$%%0M='%.>%'#('&#)'&=.+,S>$($--$($9&.%'.&9$($--$("
    "$M-#-%$1>%$%)$%')%C3%.M-$($--$($=.%$L$$($--$($MK-.'$#.>'%.%$1#=.%$%.M.%$%)'%$)%$%9'-#%##%+%A"
    "$.%%+%$%M..%'.A$%)$%%0%>1$5S:%$,'%0<,)%##$#)##%A$.$#%+*M)'%$(#%##%*&&#9%##%)##$##$##)%##%:&%"
    "+#$##%#($%%$M)%.'&)(%>%#*#%#%.%<$'#*$#1$%S>3%.>',$%#&,#B.'%.M1$%)$%%$(#%$<$%%$)%##%+%#&9%.$%"
    "')'M122A$%)'%+F.%##MK<$($--$($=.%$%I$($--$($M-&*%$%#L&%*&%$)%C-$&%M;($(++($=.'%.=$($--$($T)."
    ">%.&#%$)&#$#>N+%)$%%0%;%.%##%.'9%##%+%%M?.'&)&A$&*%#$*$F,'#%*%$S<$($8$($I%$%I$($--$($M-1'*&>"
    "1'')'%I(M<$($8$($I%$L$$($--$($";
constexpr std::string_view k_iq3_xxs =
    "#$$'$&#$)+;$&$'$)&%$)-.*$$')$)$&,(0&(#$-E56'-.$&(52L-96&$702$'$)$'$$-#:$))$L)$'$))D($0+/2-&E"
    "J&45.LG0B$)$'$&%+A$$%$))=&#*$)(#$/#/6)&L&&C0:6,=L?$-9>)$)$7/'($0+-$=$'/7214L715((.=A47J76-0$"
    ".&LG61#2(3@AG-C07LG%$0L,99*(29A0B*L#?-&E*9LIL&0L,2$0?B@GF(L@CGL+J0L,$$#42L&,L$='8/07C2A$4L>";
constexpr std::string_view k_iq3_s =
    "###%$###$$$#&('$%$$$'$)%%###$&#&%%&$&)/&'(#&$#%%%&%&(%$$$/%*(&%$)$%(&$/$&%-&$%((%(1,$.$&'(&$"
    "1'-%$031)$$.$&'/&6##$&#$$$#$)%$0$%+(#$%$&')%()$0($,%$#&((%,%,)%%#%((#&'3(-$'$/$)&$&7)%()$1I&"
    "%/$=$'$).&3(*#$$$#$$$%$&#$)$$%$/#%$%$(%&%%&%():%%,$')$,&,%&$%&+$'$)(0-(+%)%&;%)'+/#-/*$',>&6"
    "&/$-'<)$$$%)$$'$%$,(*$$)'$/2,&$,(,$.;)&'$&#+$&(0*('&)3(&/)$-',,/55B$/$-E&((&%%))2,'$$)('((&6"
    "$''&,'1%(.'$'$)&E$4-#;.$,C;36:'--(;(&(0&%%.('$$')+B(+,'(/9'#1/'.((%.,.F.5$L1B$0L1$$.$722)?84"
    "(-'(*.'1L/010%;67=L#$L/&%+$.$.(2)-1$>%&(%)3;:%08&(':L$2B9I";

/// `digit_bits` bits each choose one of `values` for each of a point's numbers, a byte each.
template <typename Point, std::size_t n_points, std::size_t n_values>
constexpr GgufGrid<Point, n_points> points_of(std::string_view text, unsigned digit_bits,
                                              const std::int8_t (&values)[n_values]) {
  GgufGrid<Point, n_points> grid{};
  std::size_t point = 0;
  std::uint32_t digits = 0;
  std::uint32_t distance = 0;
  for (const char letter : text) {
    const auto digit = static_cast<std::uint32_t>(letter - '#');
    if (digit >= 40) {
      distance = distance * 17 + (digit - 40);
      continue;
    }
    digits += distance * 40 + digit + (point == 0 ? 0 : 1);
    distance = 0;
    for (unsigned i = 0; i < sizeof(Point); ++i) {
      const std::uint32_t code = digits >> (digit_bits * i) & ((1U << digit_bits) - 1);
      grid.points[point] |= Point{static_cast<std::uint8_t>(values[code])} << (8 * i);
    }
    ++point;
  }
  return grid;
}

constexpr std::int8_t k_thirds[3] = {8, 25, 43};
constexpr std::int8_t k_signs[3] = {-8, 0, 8};
constexpr std::int8_t k_wide[8] = {4, 12, 20, 28, 36, 44, 52, 62};
constexpr std::int8_t k_odd[8] = {1, 3, 5, 7, 9, 11, 13, 15};

constexpr GgufGrid<std::uint64_t, 128> masks_of_even_signs() {
  GgufGrid<std::uint64_t, 128> masks{};
  for (unsigned index = 0; index < 128; ++index) {
    unsigned n_set = 0;
    for (unsigned bit = 0; bit < 7; ++bit) {
      n_set += index >> bit & 1;
    }
    const unsigned bits = index | (n_set % 2) << 7;
    for (unsigned bit = 0; bit < 8; ++bit) {
      masks.points[index] |= (bits >> bit & 1) != 0 ? std::uint64_t{0xff} << (8 * bit) : 0;
    }
  }
  return masks;
}

}  // namespace

constinit const GgufGrid<std::uint64_t, 256> iq2_xxs_grid =
    points_of<std::uint64_t, 256>(k_iq2_xxs, 2, k_thirds);
constinit const GgufGrid<std::uint64_t, 512> iq2_xs_grid =
    points_of<std::uint64_t, 512>(k_iq2_xs, 2, k_thirds);
constinit const GgufGrid<std::uint64_t, 1024> iq2_s_grid =
    points_of<std::uint64_t, 1024>(k_iq2_s, 2, k_thirds);
constinit const GgufGrid<std::uint64_t, 2048> iq1_grid =
    points_of<std::uint64_t, 2048>(k_iq1, 2, k_signs);
constinit const GgufGrid<std::uint32_t, 256> iq3_xxs_grid =
    points_of<std::uint32_t, 256>(k_iq3_xxs, 3, k_wide);
constinit const GgufGrid<std::uint32_t, 512> iq3_s_grid =
    points_of<std::uint32_t, 512>(k_iq3_s, 3, k_odd);
constinit const GgufGrid<std::uint64_t, 128> even_signs = masks_of_even_signs();

}  // namespace baryscope
